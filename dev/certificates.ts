import { X509Certificate, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { Extension } from '@peculiar/x509';

const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
const CLOCK_TOLERANCE_MS = 3_600_000;
const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 397;

/** A certificate and its private key, both as PEM text. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

/** Which certificate to make. */
export interface CertificateRequest {
  /** Host names and IP addresses; the first is the subject. */
  readonly names: readonly [string, ...string[]];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A certificate authority of our own, for servers that only we and our tests have to trust. */
export class CertificateAuthority {
  /** The authority's certificate as PEM text: what a client has to trust. */
  readonly certificate: string;
  readonly #key: string;

  constructor(authority: CertifiedKey) {
    this.certificate = authority.certificate;
    this.#key = authority.key;
  }

  static async create(name: string): Promise<CertificateAuthority> {
    const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await x509();
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: subject(name),
      keys,
      signingAlgorithm: SIGNING_ALGORITHM,
      ...validity({ days: AUTHORITY_DAYS }),
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new CertificateAuthority({ certificate: certificate.toString('pem'), key: await privateKeyPem(keys) });
  }

  /** Certificate and key, to be kept. */
  export(): CertifiedKey {
    return { certificate: this.certificate, key: this.#key };
  }

  /** A server certificate that is valid wherever this authority is trusted. */
  async issue(request: CertificateRequest): Promise<CertifiedKey> {
    const library = await x509();
    const keys = await newKeys();
    const certificate = await library.X509CertificateGenerator.create({
      subject: subject(request.names[0]),
      issuer: new library.X509Certificate(this.certificate).subject,
      publicKey: keys.publicKey,
      signingKey: await importPrivateKey(this.#key),
      signingAlgorithm: SIGNING_ALGORITHM,
      ...validity({ days: SERVER_DAYS, ...request }),
      extensions: serverExtensions(library, request.names),
    });
    return { certificate: certificate.toString('pem'), key: await privateKeyPem(keys) };
  }
}

/** A server certificate that nobody vouches for. */
export async function selfSignedCertificate(request: CertificateRequest): Promise<CertifiedKey> {
  const library = await x509();
  const keys = await newKeys();
  const certificate = await library.X509CertificateGenerator.createSelfSigned({
    name: subject(request.names[0]),
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    ...validity({ days: SERVER_DAYS, ...request }),
    extensions: serverExtensions(library, request.names),
  });
  return { certificate: certificate.toString('pem'), key: await privateKeyPem(keys) };
}

/** The validity of a certificate that was over before today. */
export function expiredYesterday(): Pick<CertificateRequest, 'notBefore' | 'notAfter'> {
  return { notBefore: new Date(Date.now() - 90 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) };
}

/** How many days a certificate is still valid; negative once it has expired. */
export function remainingDays(certificate: string): number {
  return (Date.parse(new X509Certificate(certificate).validTo) - Date.now()) / DAY_MS;
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const { PemConverter } = await x509();
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}

async function importPrivateKey(pem: string): Promise<webcrypto.CryptoKey> {
  const { PemConverter } = await x509();
  return await webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), KEY_ALGORITHM, false, ['sign']);
}

function subject(name: string): { CN: string[] }[] {
  return [{ CN: [name] }];
}

interface Validity {
  readonly days: number;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Starts an hour early, for clocks that are late. */
function validity({ days, notBefore, notAfter }: Validity): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: notBefore ?? new Date(Date.now() - CLOCK_TOLERANCE_MS),
    notAfter: notAfter ?? new Date(Date.now() + days * DAY_MS),
  };
}

function serverExtensions(library: Library, names: readonly string[]): Extension[] {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension } = library;
  const { ExtendedKeyUsage, ExtendedKeyUsageExtension } = library;
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
    ),
  ];
}

type Library = Awaited<ReturnType<typeof x509>>;

/** The library asks for the reflection polyfill to be there before it is loaded. */
async function x509() {
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}

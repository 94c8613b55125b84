import { TLSSocket, type DetailedPeerCertificate } from 'node:tls';

import type { ReportedCertificate, ReportedTls } from '../../domain/session-facts';
import type { ServerTrust } from '../../domain/server-trust';
import { printable } from '../../domain/smtp-reply';
import type { Verification } from './certificate-trust';

/** What was agreed and proved in a TLS handshake. Names are cleaned: they come from the server. */
export interface TlsFacts {
  readonly version: string;
  readonly cipher: string;
  /** DNS names and addresses that the certificate speaks for. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly expiresAt: string;
  /** One text for each certificate from the server's own to its root: name, issuer and end of validity. */
  readonly chain: readonly string[];
  readonly certificates: readonly ReportedCertificate[];
  /** Fingerprint (SHA-256) of the server's own certificate. */
  readonly sha256: string;
  /** What the server proved itself by. */
  readonly trust: ServerTrust['kind'];
}

const longestChain = 10;
const mostNames = 50;
const longestName = 255;

/** The facts of a verified TLS connection; null where the connection is not encrypted. */
export function tlsFactsOf(socket: unknown, verification?: Verification): TlsFacts | null {
  if (!(socket instanceof TLSSocket)) return null;
  const certificates = chainOf(socket.getPeerCertificate(true));
  const [own] = certificates;
  if (own === undefined) return null;
  const reported = certificates.map(reportedCertificate);
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    names: namesOf(own),
    expiresAt: new Date(own.valid_to).toISOString(),
    chain: reported.map(describe),
    certificates: reported,
    sha256: own.fingerprint256,
    trust: verification === undefined ? 'public' : trustOf(certificates, verification),
  };
}

/** The facts as reports show them; null where there was no TLS. */
export function reportedTls(facts: TlsFacts | null, verified: boolean): ReportedTls | null {
  if (facts === null) return null;
  const { version, cipher, certificates, trust } = facts;
  return { verified, version, cipher, trust, chain: certificates };
}

function trustOf(chain: readonly DetailedPeerCertificate[], verification: Verification): ServerTrust['kind'] {
  if (verification.pinned !== null) return 'certificate';
  return chain.some((one) => verification.authorities.has(one.fingerprint256)) ? 'authority' : 'public';
}

function chainOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.fingerprint256 && !seen.has(next.fingerprint256) && chain.length < longestChain) {
    seen.add(next.fingerprint256);
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

function namesOf(certificate: DetailedPeerCertificate): string[] {
  const names = (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  return names.slice(0, mostNames).map((name) => printable(name.replace(/^(?:DNS|IP Address):/, ''), longestName));
}

function reportedCertificate(certificate: DetailedPeerCertificate): ReportedCertificate {
  return {
    subject: nameIn(certificate.subject) ?? 'unnamed',
    issuer: nameIn(certificate.issuer) ?? 'unnamed',
    names: namesOf(certificate),
    expiresAt: new Date(certificate.valid_to).toISOString(),
    sha256: certificate.fingerprint256,
  };
}

function describe({ subject, issuer, expiresAt }: ReportedCertificate): string {
  return `${subject} < ${issuer}, ${expiresAt.slice(0, 10)}`;
}

function nameIn(name: DetailedPeerCertificate['subject'] | undefined): string | undefined {
  const found = [name?.CN, name?.O, name?.OU].flat().find((part) => typeof part === 'string');
  return found === undefined ? undefined : printable(found, longestName);
}

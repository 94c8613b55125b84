/** What makes a server's certificate trustworthy besides the public authorities: a choice that a reviewer sees. */
export type ServerTrust =
  /** The public authorities alone. */
  | { readonly kind: 'public' }
  /** Also the customer's own authority; name and validity still have to fit. `certificates` is PEM. */
  | { readonly kind: 'authority'; readonly certificates: string }
  /** Exactly this certificate as long as it is valid, whoever issued it and whatever its name. SHA-256 of its DER form. */
  | { readonly kind: 'certificate'; readonly sha256: string };

export const trustKinds = ['public', 'authority', 'certificate'] as const satisfies readonly ServerTrust['kind'][];

export const publicTrust: ServerTrust = { kind: 'public' };

export interface TrustFault {
  readonly member: string;
  readonly code: 'TOO_LONG' | 'NOT_A_CERTIFICATE' | 'NOT_A_FINGERPRINT';
}

const longestPem = 16_384;
const mostCertificates = 5;
const pemBlock = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;
const bareFingerprint = /^[0-9A-F]{64}$/;

/** The form that is stored and compared: PEM blocks alone, in lines of 64; fingerprints as `AB:CD:…`. */
export function normalizeTrust(trust: ServerTrust): ServerTrust {
  switch (trust.kind) {
    case 'public':
      return publicTrust;
    case 'authority': {
      const blocks = pemBlocks(trust.certificates);
      return { kind: trust.kind, certificates: blocks.length > 0 ? blocks.join('\n') : trust.certificates.trim() };
    }
    case 'certificate':
      return { kind: trust.kind, sha256: readableFingerprint(trust.sha256) };
  }
}

/** All faults of a normalised trust, by member. Whether PEM blocks hold certificates at all shows when they are used. */
export function trustFaults(trust: ServerTrust): TrustFault[] {
  switch (trust.kind) {
    case 'public':
      return [];
    case 'authority': {
      const blocks = pemBlocks(trust.certificates);
      if (trust.certificates.length > longestPem || blocks.length > mostCertificates) {
        return [{ member: 'certificates', code: 'TOO_LONG' }];
      }
      return blocks.length === 0 ? [{ member: 'certificates', code: 'NOT_A_CERTIFICATE' }] : [];
    }
    case 'certificate': {
      const isFingerprint = bareFingerprint.test(trust.sha256.replaceAll(':', ''));
      return isFingerprint ? [] : [{ member: 'sha256', code: 'NOT_A_FINGERPRINT' }];
    }
  }
}

/** The certificates of a PEM text, each as a block of its own; texts around them are left out. */
export function pemBlocks(pem: string): string[] {
  return [...pem.matchAll(pemBlock)].map(([, body = '']) => {
    const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n');
  });
}

function readableFingerprint(given: string): string {
  const digits = given.replaceAll(/[\s:]/g, '').toUpperCase();
  return bareFingerprint.test(digits) ? (digits.match(/../g) ?? []).join(':') : given.trim();
}

import { X509Certificate } from 'node:crypto';

import { pemBlocks, type ServerTrust } from '../../domain/server-trust';
import { printable } from '../../domain/smtp-reply';

const longestName = 255;

/** The certificates of an organization's own authority in a readable form; empty where it has none. */
export function trustedCertificatesView(trust: ServerTrust) {
  return trust.kind === 'authority' ? pemBlocks(trust.certificates).flatMap(certificateView) : [];
}

/** Whether every block of an authority's PEM text is a certificate. */
export function areCertificates(trust: ServerTrust): boolean {
  if (trust.kind !== 'authority') return true;
  const blocks = pemBlocks(trust.certificates);
  return blocks.flatMap(certificateView).length === blocks.length;
}

function certificateView(pem: string) {
  try {
    const { subject, issuer, fingerprint256, validTo } = new X509Certificate(pem);
    const expiresAt = new Date(validTo).toISOString();
    return [{ subject: nameOf(subject), issuer: nameOf(issuer), sha256: fingerprint256, expiresAt }];
  } catch {
    return [];
  }
}

/** A distinguished name in one line; the platform writes its parts on lines of their own. */
function nameOf(name: string): string {
  return printable(name.split('\n').join(', '), longestName);
}

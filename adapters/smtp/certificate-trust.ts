import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';

import { pemBlocks, type ServerTrust } from '../../domain/server-trust';
import type { TroubleKind } from '../../domain/smtp-trouble';

/** How one server has to prove itself. */
export interface Verification {
  readonly secureContext: SecureContext;
  /** Fingerprints of the organization's own authority. */
  readonly authorities: ReadonlySet<string>;
  /** The fingerprint that alone is accepted; null where the chain of certificates decides. */
  readonly pinned: string | null;
}

const mostKept = 20;

/** Knows whom to trust: public authorities, those of the deployment, and what the settings of a server add. */
export class CertificateTrust {
  readonly #base: readonly string[];
  readonly #public: Verification;
  readonly #own = new Map<string, Verification>();

  /** `trustedAuthorities` are those of the deployment, in PEM. */
  constructor(trustedAuthorities: string | null) {
    this.#base = [...rootCertificates, ...(trustedAuthorities === null ? [] : [trustedAuthorities])];
    this.#public = { secureContext: contextOf(this.#base), authorities: new Set(), pinned: null };
  }

  verificationFor(trust: ServerTrust): Verification {
    switch (trust.kind) {
      case 'public':
        return this.#public;
      case 'authority':
        return this.#withAuthority(trust.certificates);
      case 'certificate':
        return { ...this.#public, pinned: trust.sha256 };
    }
  }

  /** Kept, because reading the authorities takes milliseconds; the one used longest ago is forgotten first. */
  #withAuthority(certificates: string): Verification {
    const known = this.#own.get(certificates) ?? {
      secureContext: contextOf([...this.#base, certificates]),
      authorities: new Set(pemBlocks(certificates).flatMap(fingerprintOf)),
      pinned: null,
    };
    this.#own.delete(certificates);
    this.#own.set(certificates, known);
    const [oldest] = this.#own.keys();
    if (this.#own.size > mostKept && oldest !== undefined) this.#own.delete(oldest);
    return known;
  }
}

/**
 * What speaks against a server after its handshake; null when it has proved itself. A pinned certificate is compared as a
 * whole and has to be valid today; every other one has been judged by the platform already.
 */
export function verificationTrouble(socket: TLSSocket, { pinned }: Verification, now = Date.now()): TroubleKind | null {
  if (pinned === null) return socket.authorized ? null : 'tls-handshake';
  const { fingerprint256, valid_from: from, valid_to: until } = socket.getPeerCertificate();
  if (fingerprint256 !== pinned) return 'certificate-not-pinned';
  if (Date.parse(until) < now) return 'certificate-expired';
  return Date.parse(from) > now ? 'certificate-not-yet-valid' : null;
}

/** Public authorities and the given ones, TLS 1.2 or newer. */
function contextOf(authorities: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...authorities], minVersion: 'TLSv1.2' });
}

function fingerprintOf(pem: string): string[] {
  try {
    return [new X509Certificate(pem).fingerprint256];
  } catch {
    return [];
  }
}

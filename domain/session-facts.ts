import type { ServerTrust } from './server-trust';
import type { SmtpCapabilities } from './smtp-capabilities';

/** What a server can do, as it announced it in answer to EHLO. */
export interface ReportedCapabilities {
  /** Largest mail in bytes; null where none is announced. */
  readonly size: number | null;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  readonly pipelining: boolean;
  readonly dsn: boolean;
  /** Every extension that we know, under its name in the protocol. */
  readonly extensions: readonly string[];
  readonly authBeforeTls: readonly string[];
  readonly authAfterTls: readonly string[];
}

/** One certificate of the chain that a server showed, its own first. */
export interface ReportedCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses that it speaks for; authorities have none. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly expiresAt: string;
  /** SHA-256 fingerprint; missing in reports from before it was kept. */
  readonly sha256?: string;
}

/** How the connection was encrypted. `verified: false` is the look at a refused server; nothing was sent over it. */
export interface ReportedTls {
  readonly verified: boolean;
  readonly version: string;
  readonly cipher: string;
  /** What the server proved itself by: public authorities, or what its settings add. Missing in older reports. */
  readonly trust?: ServerTrust['kind'];
  readonly chain: readonly ReportedCertificate[];
}

/** The capabilities as reports show them. `before` is what the server announced in clear, before TLS. */
export function reportedCapabilities(before: SmtpCapabilities, after: SmtpCapabilities): ReportedCapabilities {
  const extensions = new Set(after.extensions);
  return {
    size: after.maxSize,
    eightBitMime: extensions.has('8BITMIME'),
    smtpUtf8: extensions.has('SMTPUTF8'),
    pipelining: extensions.has('PIPELINING'),
    dsn: extensions.has('DSN'),
    extensions: [...after.extensions],
    authBeforeTls: [...before.authMechanisms],
    authAfterTls: [...after.authMechanisms],
  };
}

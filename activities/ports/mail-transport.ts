import type { CheckCode } from '../../domain/check-report';
import type { RecipientOutcome } from '../../domain/mail-message';
import type { CustomerServer } from './mail-server-prober';

export type SendingRoute =
  | {
      readonly route: 'customer';
      readonly server: CustomerServer;
      /** When the server was put back into use; null where nobody had to. */
      readonly resumedAt?: string | null;
    }
  | { readonly route: 'platform' };

/** The envelope and the exact bytes of one mail. `from` is empty for the null sender. */
export interface OutgoingMail {
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  readonly bytes: Uint8Array;
  /** Stored attachments, in the order of their places; read while the server takes them. */
  readonly attachments?: readonly OutgoingAttachment[];
  /**
   * Awaited after the go-ahead to DATA, before the first byte of the mail leaves. False, or a failure: nothing of it leaves,
   * and every recipient is deferred. Missing where it may leave at once.
   */
  readonly mayBegin?: () => Promise<boolean>;
  /** Comes back as Original-Envelope-Id of a delivery status (RFC 3461 section 4.4), where the server offers DSN. */
  readonly envelopeId?: string;
  /** The trace of the request that brought the mail; missing where it was not traced. */
  readonly traceparent?: string;
}

/** What goes into a mail's bytes at an offset, in base64. */
export interface OutgoingAttachment {
  readonly at: number;
  /** Of the content, in bytes. */
  readonly size: number;
  content(): AsyncIterable<Uint8Array>;
}

export interface SendingReport {
  /** One outcome for each recipient, in the order given. */
  readonly outcomes: readonly RecipientOutcome[];
  /** Set when the customer must mend something (password, certificate, sender right) before anything can be sent. */
  readonly customerTrouble: CheckCode | null;
  /** True when `mayStart` said no: the server heard nothing of this mail, and every recipient is deferred. */
  readonly withdrawn?: boolean;
  /**
   * Set when the server was not asked, because it has just refused somebody else: the milliseconds for which it is left
   * alone. Every recipient is deferred, with what the other one was told.
   */
  readonly notAskedForMs?: number;
}

/**
 * Hands one mail to a server. Never throws for what the server does or fails to do: the report tells it. Throws only
 * before anything was sent, for trouble of our own: CREDENTIAL_UNREADABLE, STORE_UNAVAILABLE, what `mayStart` throws.
 */
export interface MailTransport {
  /** Setting up a session takes time: `mayStart` is asked when one is ready, right before MAIL FROM. */
  send(
    route: SendingRoute,
    mail: OutgoingMail,
    signal: AbortSignal,
    mayStart: () => Promise<boolean>,
  ): Promise<SendingReport>;
  /** For how many milliseconds a server that refuses us is left alone, whoever asks; 0 when it may be asked. */
  restMs(route: SendingRoute): number;
  /** Closes idle connections. */
  close(): Promise<void>;
}

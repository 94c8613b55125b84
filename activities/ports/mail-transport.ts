import type { CheckCode } from '../../domain/check-report';
import type { RecipientOutcome } from '../../domain/mail-message';
import type { CustomerServer } from './mail-server-prober';

export type SendingRoute =
  { readonly route: 'customer'; readonly server: CustomerServer } | { readonly route: 'platform' };

/** The envelope and the exact bytes of one mail. `from` is empty for the null sender. */
export interface OutgoingMail {
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  readonly bytes: Uint8Array;
}

export interface SendingReport {
  /** One outcome for each recipient, in the order given. */
  readonly outcomes: readonly RecipientOutcome[];
  /** Set when the customer must mend something (password, certificate, sender right) before anything can be sent. */
  readonly customerTrouble: CheckCode | null;
}

/** Hands one mail to a server. Never throws for what the server does or fails to do: the report tells it. */
export interface MailTransport {
  send(route: SendingRoute, mail: OutgoingMail, signal: AbortSignal): Promise<SendingReport>;
  /** Closes idle connections. */
  close(): Promise<void>;
}

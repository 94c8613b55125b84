import type { MailTransport, OutgoingMail, SendingReport, SendingRoute } from '../../activities/ports/mail-transport';
import type { RecipientOutcome } from '../../domain/mail-message';

export interface Handed {
  readonly route: SendingRoute['route'];
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  readonly text: string;
  readonly envelopeId: string | undefined;
}

/** A transport that remembers what it was handed and answers for each recipient as a test wants it. */
export class ScriptedTransport implements MailTransport {
  readonly handed: Handed[] = [];
  answer: (recipient: string) => Pick<RecipientOutcome, 'state' | 'answer'> = () => accepted;
  answerOn: (route: SendingRoute['route'], recipient: string) => Pick<RecipientOutcome, 'state' | 'answer'> = (
    _,
    recipient,
  ) => this.answer(recipient);
  customerTrouble: SendingReport['customerTrouble'] = null;
  troubleOn: (route: SendingRoute['route']) => SendingReport['customerTrouble'] = () => this.customerTrouble;
  /** How long each server is left alone. */
  restOn: (route: SendingRoute) => number = () => 0;
  /** Turns mails away unasked for so long; null for none. */
  notAskedForMs: number | null = null;
  /** Called before a session is ready. */
  before: (signal: AbortSignal) => Promise<void> = async () => undefined;
  /** Called while the mail is on its way. */
  during: () => Promise<void> = async () => undefined;

  async send(
    { route }: SendingRoute,
    mail: OutgoingMail,
    signal: AbortSignal,
    mayStart: () => Promise<boolean>,
  ): Promise<SendingReport> {
    await this.before(signal);
    if (this.notAskedForMs !== null) {
      const outcomes = mail.recipients.map((recipient) => ({ recipient, ...unreached }));
      return { outcomes, customerTrouble: null, notAskedForMs: this.notAskedForMs };
    }
    if (!(await mayStart())) {
      const outcomes = mail.recipients.map((recipient) => ({ recipient, ...unreached }));
      return { outcomes, customerTrouble: null, withdrawn: true };
    }
    if (mail.mayBegin && !(await mail.mayBegin())) {
      return { outcomes: mail.recipients.map((recipient) => ({ recipient, ...unreached })), customerTrouble: null };
    }
    await this.during();
    const { envelopeFrom, recipients, bytes, envelopeId } = mail;
    this.handed.push({ route, envelopeFrom, recipients, text: Buffer.from(bytes).toString('utf8'), envelopeId });
    const outcomes = recipients.map((recipient) => ({ recipient, ...this.answerOn(route, recipient) }));
    return { outcomes, customerTrouble: this.troubleOn(route) };
  }

  restMs(route: SendingRoute): number {
    return this.restOn(route);
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}

export const accepted = { state: 'sent', answer: { replyCode: 250, enhancedStatus: '2.0.0', text: 'queued' } } as const;
export const unknownUser = {
  state: 'undeliverable',
  answer: { replyCode: 550, enhancedStatus: '5.1.1', text: 'no such user' },
} as const;
export const busy = { state: 'deferred', answer: { replyCode: 451, enhancedStatus: '4.3.2', text: 'busy' } } as const;
export const unreached = {
  state: 'deferred',
  answer: { replyCode: null, enhancedStatus: null, text: 'CONNECTION_TIMED_OUT' },
} as const;

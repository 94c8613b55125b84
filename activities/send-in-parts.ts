import type { RecipientOutcome, ServerAnswer } from '../domain/mail-message';
import type { MailTransport, OutgoingMail, SendingReport, SendingRoute } from './ports/mail-transport';

const interrupted: ServerAnswer = { replyCode: null, enhancedStatus: null, text: 'CHECK_INTERRUPTED' };

interface Sending {
  readonly transport: MailTransport;
  readonly route: SendingRoute;
  readonly signal: AbortSignal;
  readonly mayStart: () => Promise<boolean>;
  /** The mail for some of its recipients. */
  readonly mailTo: (recipients: readonly string[]) => OutgoingMail;
}

/**
 * Hands a mail over in as many transactions as its server's limit calls for, one after the other. One that shows that the
 * server cannot be used at present is the last: who is left waits, as if they had been in it.
 */
export async function sendInParts(
  { transport, route, signal, mayStart, mailTo }: Sending,
  recipients: readonly string[],
  most: number,
): Promise<SendingReport> {
  const outcomes: RecipientOutcome[] = [];
  for (let from = 0; from < recipients.length; from += most) {
    const part = recipients.slice(from, from + most);
    const report = await sendPart(transport.send(route, mailTo(part), signal, mayStart), part, from === 0);
    outcomes.push(...report.outcomes);
    if (from + most >= recipients.length) return { ...(from === 0 ? report : whole(report)), outcomes };
    if (!isOver(report)) continue;
    const rest = deferredAs(report.outcomes[0]?.answer ?? interrupted, recipients.slice(from + most));
    return { ...(from === 0 ? report : whole(report)), outcomes: [...outcomes, ...rest] };
  }
  return { outcomes, customerTrouble: null };
}

/** Trouble of our own stops the mail before its first part; later, it must not be forgotten who has got it. */
async function sendPart(
  sending: Promise<SendingReport>,
  recipients: readonly string[],
  isFirst: boolean,
): Promise<SendingReport> {
  try {
    return await sending;
  } catch (error) {
    if (isFirst) throw error;
    return { outcomes: deferredAs(interrupted, recipients), customerTrouble: null };
  }
}

/** Once a part has been attempted, the mail as a whole has been. */
function whole({ customerTrouble }: SendingReport): Pick<SendingReport, 'customerTrouble'> {
  return { customerTrouble };
}

function isOver({ outcomes, customerTrouble, withdrawn, notAskedForMs }: SendingReport): boolean {
  if (withdrawn === true || notAskedForMs !== undefined || customerTrouble !== null) return true;
  return outcomes.every(({ state, answer }) => state === 'deferred' && (answer.replyCode ?? 421) === 421);
}

function deferredAs(answer: ServerAnswer, recipients: readonly string[]): RecipientOutcome[] {
  return recipients.map((recipient) => ({ recipient, state: 'deferred', answer }));
}

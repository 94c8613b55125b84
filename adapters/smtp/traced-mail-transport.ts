import type { MailTransport, OutgoingMail, SendingReport, SendingRoute } from '../../activities/ports/mail-transport';
import { inSpan, SpanKind } from '../tracing/spans';

/** A transport whose transactions are seen in the traces of the requests that brought the mails. */
export class TracedMailTransport implements MailTransport {
  readonly #transport: MailTransport;

  constructor(transport: MailTransport) {
    this.#transport = transport;
  }

  async send(
    route: SendingRoute,
    mail: OutgoingMail,
    signal: AbortSignal,
    mayStart: () => Promise<boolean>,
  ): Promise<SendingReport> {
    const attributes = { 'mail.route': route.route, 'mail.recipients': mail.recipients.length };
    const named = mail.envelopeId === undefined ? attributes : { ...attributes, 'mail.id': mail.envelopeId };
    const setup = { kind: SpanKind.CLIENT, attributes: named, traceparent: mail.traceparent };
    return await inSpan('smtp send', setup, async (tell) => {
      const report = await this.#transport.send(route, mail, signal, mayStart);
      tell(learned(report));
      return report;
    });
  }

  restMs(route: SendingRoute): number {
    return this.#transport.restMs(route);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}

/** States and reply codes: what servers say in words may name anybody. */
function learned({ outcomes, customerTrouble, withdrawn = false }: SendingReport): Record<string, string[] | boolean> {
  const codes = outcomes.map(({ answer }) => String(answer.replyCode ?? 'none'));
  return {
    'mail.states': [...new Set(outcomes.map(({ state }) => state))],
    'smtp.reply_codes': [...new Set(codes)],
    'mail.withdrawn': withdrawn,
    ...(customerTrouble === null ? {} : { 'smtp.trouble': [customerTrouble] }),
  };
}

import type {
  CustomerServer,
  MailServerProber,
  SessionFindings,
  StageFindings,
  StageListener,
  TestMail,
} from '../../activities/ports/mail-server-prober';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { inSpan, SpanKind } from '../tracing/spans';

/** A prober whose dialogues are seen in traces: how long each took, and the codes of what failed. */
export class TracedMailServerProber implements MailServerProber {
  readonly #prober: MailServerProber;

  constructor(prober: MailServerProber) {
    this.#prober = prober;
  }

  resolve(settings: MailServerSettings, signal: AbortSignal, onStage?: StageListener): Promise<StageFindings> {
    return traced('dns resolve mail server', () => this.#prober.resolve(settings, signal, onStage));
  }

  openSession(server: CustomerServer, signal: AbortSignal, onStage?: StageListener): Promise<SessionFindings> {
    return traced('smtp open session', () => this.#prober.openSession(server, signal, onStage));
  }

  sendTestMail(
    server: CustomerServer,
    mail: TestMail,
    signal: AbortSignal,
    onStage?: StageListener,
  ): Promise<StageFindings> {
    return traced('smtp send test mail', () => this.#prober.sendTestMail(server, mail, signal, onStage));
  }
}

function traced<Findings extends StageFindings>(name: string, probe: () => Promise<Findings>): Promise<Findings> {
  return inSpan(name, { kind: SpanKind.CLIENT }, async (tell) => {
    const findings = await probe();
    const failed = findings.results.filter(({ verdict }) => verdict === 'fail');
    if (failed.length > 0) tell({ 'check.failed': failed.map(({ code }) => code) });
    return findings;
  });
}

import type { SessionFindings, StageFindings } from '../../activities/ports/mail-server-prober';
import { failingStage, overallVerdict, type CheckCode, type CheckResult } from '../../domain/check-report';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { customerServer, never, testMail, type SmtpWorkbench } from './smtp-workbench';

/** What a check of a server came to, and what it cost. */
export interface CheckTrial {
  readonly results: readonly CheckResult[];
  readonly session: SessionFindings;
  readonly mail: StageFindings;
  /** Where and why it ended; `code` is missing where nothing stopped it. */
  readonly end: { readonly stage: string | null; readonly verdict?: string; readonly code?: CheckCode };
  readonly tookMs: number;
  readonly cpuMs: number;
}

const nothing: StageFindings = { results: [], transcript: [] };

/** Checks from `connect` to `data`, as far as it goes. */
export async function tryCheck(
  { prober }: SmtpWorkbench,
  settings: Partial<MailServerSettings> & { readonly port: number },
  mailing = testMail,
): Promise<CheckTrial> {
  const target = customerServer(settings);
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const session = await prober.openSession(target, never);
  const goesOn = ['pass', 'warn'].includes(overallVerdict(session.results));
  const mail = goesOn ? await prober.sendTestMail(target, mailing, never) : nothing;
  const results = [...session.results, ...mail.results];
  const stop = results.find(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  const { user, system } = process.cpuUsage(cpu);
  return {
    results,
    session,
    mail,
    end: { stage: failingStage(results), ...(stop && { verdict: stop.verdict, code: stop.code }) },
    tookMs: performance.now() - started,
    cpuMs: (user + system) / 1000,
  };
}

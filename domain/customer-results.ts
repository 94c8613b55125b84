import {
  checkStages,
  completeResults,
  failingStage,
  overallVerdict,
  type CheckCode,
  type CheckReport,
  type CheckResult,
  type CheckStage,
  type JudgedResults,
} from './check-report';
import { hostKind } from './egress-policy';

/** Stages that come before we know that a mail server answers. */
const beforeGreeting: ReadonlySet<CheckStage> = new Set(['connect', 'greeting', 'ehlo', 'tls']);
/** Findings at the greeting that only a mail server's own words lead to. */
const greetedRefusals: ReadonlySet<CheckCode> = new Set(['GREETING_REFUSED', 'SERVER_BUSY']);
const notPublic: ReadonlySet<CheckCode> = new Set(['EGRESS_ADDRESS_REFUSED', 'DNS_NOT_FOUND']);

/**
 * Whether a check stopped before it was known that a mail server answers. How exactly it stopped would tell whoever asks
 * what else listens there, or what filters it.
 */
export function isUnreachable(results: readonly CheckResult[]): boolean {
  const stopping = results.find(isStopping);
  if (stopping === undefined || !beforeGreeting.has(stopping.stage)) return false;
  if (results.some(({ code }) => code === 'GREETING_RECEIVED')) return false;
  return stopping.facts['greeted'] !== true && !greetedRefusals.has(stopping.code);
}

/**
 * The results as a customer may see them. Two classes are blurred, so that a check is no port scanner and no map of names:
 * whatever happens before a mail server greets, and whether a name is missing or leads to where we do not go.
 */
export function customerResults(results: readonly CheckResult[]): CheckResult[] {
  if (isUnreachable(results)) {
    const kept = results.filter(({ stage, verdict }) => !beforeGreeting.has(stage) && verdict !== 'skipped');
    const shown = [...kept, blurred('connect', 'inconclusive', 'SERVER_UNREACHABLE', results)];
    const last = checkStages.findLast((stage) => results.some((result) => result.stage === stage)) ?? 'connect';
    return completeResults(shown, last);
  }
  return results.map((result) => (isAboutName(result) ? blurred('dns', 'fail', 'HOST_NOT_PUBLIC', [result]) : result));
}

/** What a report comes to by its blurred results, which is what its customer may see of it. */
export function customerJudgement<Report extends JudgedResults>(report: Report): Report {
  const results = customerResults(report.results);
  return { ...report, results, verdict: overallVerdict(results), failingStage: failingStage(results) };
}

/** A report as its customer may see it: without the dialogue, and with blurred results. */
export function customerReport(report: CheckReport): CheckReport {
  const tls = isUnreachable(report.results) ? null : (report.tls ?? null);
  return { ...customerJudgement(report), tls, transcript: [] };
}

function isStopping({ verdict }: Pick<CheckResult, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'inconclusive';
}

/** An address that was entered as such is judged by its text alone, which tells nobody anything. */
function isAboutName({ code, stage, facts, verdict }: CheckResult): boolean {
  const { host } = facts;
  return (
    isStopping({ verdict }) &&
    stage === 'dns' &&
    notPublic.has(code) &&
    !(typeof host === 'string' && hostKind(host).kind !== 'name')
  );
}

function blurred(
  stage: CheckStage,
  verdict: 'fail' | 'inconclusive',
  code: CheckCode,
  results: readonly CheckResult[],
): CheckResult {
  const host = results.map(({ facts }) => facts['host']).find((found) => found !== undefined);
  return { id: stage, stage, verdict, code, facts: host === undefined ? {} : { host }, durationMs: 0 };
}

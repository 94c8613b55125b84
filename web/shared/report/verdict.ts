import type { Tone } from '../ui/status-badge';
import type { CheckResult } from './check-report';

export type Verdict = CheckResult['verdict'];

/** How a verdict looks. What may pass by itself is nobody's fault, so it is no failure. */
export const toneOf: Readonly<Record<Verdict, Tone>> = {
  pass: 'good',
  warn: 'warning',
  fail: 'bad',
  inconclusive: 'waiting',
  skipped: 'neutral',
};

/** Whether a finding asks for something to be done. */
export function wantsAction(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'inconclusive';
}

import type { BounceReason } from '../bounces/bounce-reason';
import type { FailureCause } from '../undeliverables/failure';
import { englishAdvice, englishFailures, englishSuppressed } from './failure-texts-en';
import { germanAdvice, germanFailures, germanSuppressed } from './failure-texts-de';

/** Why a mail did not arrive, and what can be done about it, in words for people who know nothing of mail servers. */
export function undeliverableText(
  locale: 'de' | 'en',
  { cause, reason }: { readonly cause: FailureCause; readonly reason: BounceReason },
): { readonly why: string; readonly advice: string } {
  const [failures, suppressed, advices] =
    locale === 'de'
      ? [germanFailures, germanSuppressed, germanAdvice]
      : [englishFailures, englishSuppressed, englishAdvice];
  const { why, advice } = cause === 'suppressed' ? suppressed : failures[reason];
  return { why, advice: advices[advice] };
}

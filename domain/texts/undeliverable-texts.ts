import type { BounceReason } from '../bounces/bounce-reason';
import type { FailureCause } from '../undeliverables/failure';
import type { AdviceKey } from './failure-text';
import { englishAdvice, englishFailures, englishSuppressed, englishSuspended } from './failure-texts-en';
import { germanAdvice, germanFailures, germanSuppressed, germanSuspended } from './failure-texts-de';

const words = {
  de: {
    failures: germanFailures,
    unasked: { suppressed: germanSuppressed, suspended: germanSuspended },
    advices: germanAdvice,
  },
  en: {
    failures: englishFailures,
    unasked: { suppressed: englishSuppressed, suspended: englishSuspended },
    advices: englishAdvice,
  },
} as const;

/** Why a mail did not arrive, and what can be done about it, in words for people who know nothing of mail servers. */
export function undeliverableText(
  locale: 'de' | 'en',
  { cause, reason }: { readonly cause: FailureCause; readonly reason: BounceReason },
): { readonly why: string; readonly advice: string } {
  const { failures, unasked, advices } = words[locale];
  const { why, advice } = cause === 'suppressed' || cause === 'suspended' ? unasked[cause] : failures[reason];
  return { why, advice: advices[advice] };
}

/** What can be done about a failure, by name; the same whatever language it is told in. */
export function adviceKeyOf(reason: BounceReason): AdviceKey {
  return words.en.failures[reason].advice;
}

import { isHardBounce, type BounceReason } from '../bounces/bounce-reason';
import type { BounceRecipient } from '../bounces/bounce-reading';
import { classifyRefusal } from '../bounces/classify-refusal';
import { domainOf } from '../mail-server-settings';
import type { ServerAnswer } from '../mail-message';
import { serverSuspended } from '../suspended-mail';
import { addressSuppressed } from './suppression';

/**
 * How we know that a recipient cannot be reached. `refused`: a server said so while we were sending. `expired`: nobody
 * took the mail in its time. `bounced`: a server took it and reported later. `suppressed`: nobody was asked, because the
 * address is on the organization's suppression list. `suspended`: nobody was asked, because the own server is suspended and
 * the organization does not let its mail wait.
 */
export const failureCauses = ['refused', 'expired', 'bounced', 'suppressed', 'suspended'] as const;
export type FailureCause = (typeof failureCauses)[number];

/** That a recipient cannot be reached, and why; the same for a refusal and for a bounce. */
export interface Failure {
  readonly cause: FailureCause;
  readonly reason: BounceReason;
  /** Whether the address itself is dead; see `isHardBounce`. */
  readonly hard: boolean;
  readonly answer: ServerAnswer | null;
  /** The server that refused, as far as it is named. */
  readonly remoteMta: string | null;
}

/** Our own answers, where no server was asked, and what they are. */
const ownReasons: Readonly<Record<string, BounceReason>> = {
  TEST_MAIL_TOO_LARGE: 'mesgtoobig',
  ADDRESS_NOT_USABLE: 'notcompliantrfc',
};

const textLimit = 2_000;

/** What we saw ourselves: the answer that stands in the outbox for a recipient that is `undeliverable` or `expired`. */
export function observedFailure(
  recipient: string,
  state: 'undeliverable' | 'expired',
  answer: ServerAnswer | null,
): Failure {
  if (state === 'expired') return { cause: 'expired', reason: 'expired', hard: false, answer, remoteMta: null };
  if (answer?.replyCode === null && answer.text === addressSuppressed) {
    return { cause: 'suppressed', reason: 'undefined', hard: false, answer, remoteMta: null };
  }
  if (answer?.replyCode === null && answer.text === serverSuspended) {
    return { cause: 'suspended', reason: 'undefined', hard: false, answer, remoteMta: null };
  }
  const reason = refusalReason(recipient, answer);
  const code = answer?.replyCode ?? 0;
  // What a server says for the time being tells nothing about later mail, whatever its words.
  const hard = code >= 500 && isHardBounce(reason, answer?.enhancedStatus ?? '', String(code));
  return { cause: 'refused', reason, hard, answer, remoteMta: null };
}

/** What a bounce says about a recipient. */
export function bouncedFailure(reading: BounceRecipient): Failure {
  const { reason, hard, enhancedStatus, replyCode, text, remoteMta } = reading;
  return {
    cause: 'bounced',
    reason,
    hard,
    answer: {
      replyCode: /^[2-5]\d\d$/.test(replyCode) ? Number(replyCode) : null,
      enhancedStatus: enhancedStatus === '' ? null : enhancedStatus,
      text: text.slice(0, textLimit),
    },
    remoteMta: remoteMta === '' ? null : remoteMta.slice(0, 255),
  };
}

function refusalReason(recipient: string, answer: ServerAnswer | null): BounceReason {
  if (answer === null) return 'undefined';
  if (answer.replyCode === null) return ownReasons[answer.text] ?? 'undefined';
  return classifyRefusal({
    diagnostic: answer.text,
    narrative: answer.text,
    enhancedStatus: answer.enhancedStatus ?? '',
    replyCode: String(answer.replyCode),
    command: answer.command ?? '',
    category: '',
    hosts: [domainOf(recipient)],
  });
}

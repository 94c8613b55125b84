import { classifyRefusal } from './bounces/classify-refusal';
import type { BounceReason } from './bounces/bounce-reason';
import type { RecipientOutcome, ServerAnswer } from './mail-message';
import { presetFor } from './provider-presets';
import { firstDelayMs, retryDelayMs } from './retry-backoff';
import { providerPolicy, type SendingPolicy } from './sending-policy';

/** How much may go over one server at the same time. */
export interface SendingLimits {
  readonly connections: number;
  /** Null where no number is known. */
  readonly mailsPerMinute: number | null;
  readonly recipientsPerTransaction: number;
}

/** Connections to a server whose provider names no number. They are opened one after the other as mails succeed. */
const usualConnections = 10;

/** Every server takes as many (RFC 5321 section 4.5.3.1.8). */
const usualRecipients = 100;

/** What the organization's policy says, else what is known of the host's provider (`domain/providers/`), else a default. */
export function sendingLimits(host: string, policy: SendingPolicy = providerPolicy): SendingLimits {
  const limits = presetFor(host)?.limits;
  const connections = policy.connections ?? limits?.connections ?? usualConnections;
  return {
    connections: Math.min(connections, usualConnections),
    mailsPerMinute: policy.mailsPerMinute ?? limits?.mailsPerMinute ?? null,
    recipientsPerTransaction: policy.recipientsPerTransaction ?? usualRecipients,
  };
}

const tooMuch: ReadonlySet<BounceReason> = new Set(['toomanyconn', 'speeding']);
/** 421: the service closes the channel (RFC 5321); 432 and 454: mailbox or login busy (RFC 4954, Microsoft 365). */
const tooMuchCodes: ReadonlySet<number> = new Set([421, 432, 454]);
const greylistWords = /gr[ae]y-?list|try again (?:in|after) \d+ (?:second|minute)/i;
const greylistMs = 5 * 60_000;

/** Whether a server asks for less at a time, so that going on would be hammering. */
export function isAskingForLess(answer: ServerAnswer): boolean {
  const { replyCode } = answer;
  if (replyCode === null || replyCode < 400 || replyCode >= 500 || isGreylisting(answer)) return false;
  return tooMuchCodes.has(replyCode) || tooMuch.has(reasonOf(answer));
}

/**
 * How long deferred recipients wait: greylisting ends within minutes, everything else backs off from `firstMs` on. In
 * milliseconds.
 */
export function retryAfterMs(
  outcomes: readonly RecipientOutcome[],
  attempts: number,
  chance: number,
  firstMs = firstDelayMs,
): number {
  const usual = retryDelayMs(attempts, chance, firstMs);
  const deferred = outcomes.filter(({ state }) => state === 'deferred');
  const isGreylisted = deferred.length > 0 && deferred.every(({ answer }) => isGreylisting(answer));
  return isGreylisted && usual < greylistMs ? Math.round(greylistMs * (1 + chance / 5)) : usual;
}

function isGreylisting({ replyCode, text }: ServerAnswer): boolean {
  return replyCode !== null && replyCode < 500 && greylistWords.test(text);
}

function reasonOf({ replyCode, enhancedStatus, text }: ServerAnswer): BounceReason {
  return classifyRefusal({
    diagnostic: text,
    narrative: '',
    enhancedStatus: enhancedStatus ?? '',
    replyCode: String(replyCode ?? ''),
    command: '',
    category: '',
    hosts: [],
  });
}

import type { BounceRecipient } from '../bounces/bounce-reading';
import { fateOfTexts, type ReadableTexts, type TextFate } from './returned-body';
import type { CheckCode, CheckFacts, CheckResult, CheckVerdict } from '../check-report';

/** What a test mail looked like when it left, and when. Addresses are bare; `sentAt` is ISO 8601. */
export interface SentTestMail {
  readonly from: string;
  readonly replyTo: string;
  readonly messageId: string;
  readonly returnPath: string;
  readonly sentAt: string;
  /** What it said; missing in what was sent before this was kept. */
  readonly texts?: ReadableTexts;
}

export const authenticationVerdicts = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'temperror',
  'permerror',
] as const;
export type AuthenticationVerdict = (typeof authenticationVerdicts)[number];

/** What came back. Header fields that are missing are empty. */
export interface ReturnedTestMail {
  readonly from: string;
  readonly replyTo: string;
  readonly messageId: string;
  /** The envelope sender with which it was handed to us. */
  readonly returnPath: string;
  readonly receivedAt: string;
  /** Servers that it passed, by its Received fields. */
  readonly hops: number;
  /** Names of fields that offer to unsubscribe (RFC 2369). */
  readonly unsubscribeFields: readonly string[];
  readonly texts: ReadableTexts;
  readonly spf: AuthenticationVerdict;
  readonly dkim: AuthenticationVerdict;
  /** Aligned with the From domain (RFC 7489); `none` where the domain publishes no policy. */
  readonly dmarc: AuthenticationVerdict;
}

const stage = 'returned-mail';
const msPerSecond = 1000;

/** The audit of a returned test mail: the way that the organization's server really sends. Warns, and never fails a check. */
export function judgeReturnedMail(sent: SentTestMail, seen: ReturnedTestMail): CheckResult[] {
  const tookMs = Math.max(Date.parse(seen.receivedAt) - Date.parse(sent.sentAt), 0);
  const received = result('', 'pass', 'RETURNED_MAIL_RECEIVED', {
    seconds: Math.round(tookMs / msPerSecond),
    hops: seen.hops,
  });
  const changed = rewritten(sent, seen);
  const kept = changed.length === 0;
  return [
    { ...received, durationMs: tookMs },
    kept
      ? result('-headers', 'pass', 'RETURNED_MAIL_UNCHANGED', {})
      : result('-headers', 'warn', 'RETURNED_MAIL_REWRITTEN', { fields: changed }),
    ...bodyResults(sent, seen),
    ...(seen.unsubscribeFields.length === 0
      ? []
      : [result('-unsubscribe', 'warn', 'RETURNED_MAIL_UNSUBSCRIBE_ADDED', { fields: seen.unsubscribeFields })]),
    authenticationResult(seen),
  ];
}

/** Trouble with the DNS proves nothing against the domain: where it decides, nobody knows yet. */
function authenticationResult({ spf, dkim, dmarc }: ReturnedTestMail): CheckResult {
  const facts = { spf, dkim, dmarc };
  const isAuthentic = dmarc === 'pass' || (dmarc === 'none' && (spf === 'pass' || dkim === 'pass'));
  if (isAuthentic) return result('-authentication', 'pass', 'RETURNED_MAIL_AUTHENTICATED', facts);
  return [spf, dkim, dmarc].includes('temperror')
    ? result('-authentication', 'inconclusive', 'RETURNED_MAIL_AUTHENTICATION_UNKNOWN', facts)
    : result('-authentication', 'warn', 'RETURNED_MAIL_UNAUTHENTICATED', facts);
}

/** The finding that a test mail bounced: it warns, and says to whom and why. */
export function judgeBouncedTestMail(reading: BounceRecipient): CheckResult {
  const { recipient, reason, enhancedStatus, replyCode } = reading;
  const said = { ...(enhancedStatus && { enhancedStatus }), ...(replyCode && { replyCode: Number(replyCode) }) };
  return result('-bounce', 'warn', 'TEST_MAIL_BOUNCED', { recipient, reason, ...said });
}

/** Bodies that arrived as they were sent are worth no line of their own. */
function bodyResults(sent: SentTestMail, seen: ReturnedTestMail): CheckResult[] {
  const fate: TextFate = sent.texts === undefined ? { kind: 'kept' } : fateOfTexts(sent.texts, seen.texts);
  if (fate.kind === 'kept') return [];
  return fate.kind === 'added'
    ? [result('-body', 'warn', 'RETURNED_MAIL_FOOTER_ADDED', { added: fate.added })]
    : [result('-body', 'warn', 'RETURNED_MAIL_BODY_CHANGED', {})];
}

function rewritten(sent: SentTestMail, seen: ReturnedTestMail): string[] {
  const compared = [
    ['From', sent.from, seen.from],
    ['Reply-To', sent.replyTo, seen.replyTo],
    ['Message-ID', sent.messageId, seen.messageId],
    ['Return-Path', sent.returnPath, seen.returnPath],
  ] as const;
  return compared.filter(([, one, other]) => one.toLowerCase() !== other.toLowerCase()).map(([name]) => name);
}

function result(suffix: string, verdict: CheckVerdict, code: CheckCode, facts: CheckFacts): CheckResult {
  return { id: `${stage}${suffix}`, stage, verdict, code, facts, durationMs: 0 };
}

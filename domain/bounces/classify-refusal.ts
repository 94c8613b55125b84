import type { SmtpCommand } from './bounce-reading';
import type { BounceReason } from './bounce-reason';
import { withoutAddresses } from './mail-address';
import {
  hasAnyPhrase,
  indexText,
  phraseText,
  withoutCodes,
  withoutLabel,
  withoutNames,
  withoutQuotedHost,
  type IndexedText,
  type Phrase,
} from './phrase';
import { domainConcepts } from './rules/domain-concepts';
import { commandRules, genericRules } from './rules/generic-rules';
import { globalOperators } from './rules/global-operators';
import type { HostRules } from './rules/host-rules';
import { mailboxConcepts } from './rules/recipient-concepts';
import type { RefusalRule } from './rules/refusal-rule';
import { regionalOperators } from './rules/regional-operators';
import { afterUserConcepts, afterUserRules, beforeUserConcepts, beforeUserRules } from './rules/rule-order';
import {
  categoryReasons,
  decisiveStatuses,
  replyCodeReasons,
  statusReasons,
  vagueStatuses,
} from './rules/status-rules';
import { unknownConcepts } from './rules/unknown-concepts';
import { unknownUserPhrases } from './rules/unknown-user-rules';

/** What is known of one refusal before its reason is told. */
export interface Refusal {
  /** The words of the server that refused. */
  readonly diagnostic: string;
  /** What the report says around it in its own words; read where the diagnostic tells nothing. */
  readonly narrative: string;
  readonly enhancedStatus: string;
  readonly replyCode: string;
  readonly command: SmtpCommand | '';
  /** The category that the reporter put it in, for instance of PowerMTA. */
  readonly category: string;
  /** Name of the refusing server and domain of the recipient. */
  readonly hosts: readonly string[];
}

interface Words {
  readonly full: IndexedText;
  /** Without addresses and repeated codes; the same object where there are none. */
  readonly plain: IndexedText;
  /** Without label, host names and links too, whose words (`mailbox.example`, `/spam-help`) say nothing about the mail. */
  readonly nameless: IndexedText;
  readonly refusal: Refusal;
}

/** At the greeting no content has been seen: what sounds like it there is the reputation of the host. */
const contentReasons: ReadonlySet<BounceReason> = new Set(['spamdetected', 'virusdetected', 'contenterror']);
const noMarks: readonly string[] = [];
const operators: readonly HostRules[] = [...regionalOperators, ...globalOperators];

/**
 * Tells the reason of one refusal. In this order: category of the reporter, codes of the operator, decisive statuses; the
 * known phrases of the server, its words about the mailbox by concept, a telling status, its other words by concept, the
 * refused command with a plain refusal or a vague status, a vague status alone, words that say little; the same for the words of the report; the
 * command and the reply code. `onhold` where there are words that nothing knows, `undefined` where there are none. Never
 * throws; linear in the length of the text, which is cut.
 */
export function classifyRefusal(refusal: Refusal): BounceReason {
  const reason = refusalReason(refusal);
  return isGreeted(refusal) && contentReasons.has(reason) ? 'blocked' : reason;
}

function refusalReason(refusal: Refusal): BounceReason {
  const said = wordsOf(refusal.diagnostic, refusal);
  const told = refusal.narrative.trim() === refusal.diagnostic.trim() ? said : wordsOf(refusal.narrative, refusal);
  return (
    listed(categoryReasons, refusal.category) ??
    operatorReason(said) ??
    operatorReason(told) ??
    listed(decisiveStatuses, refusal.enhancedStatus.slice(2)) ??
    wordReason(said) ??
    firstMatch(mailboxConcepts, said, [said.nameless]) ??
    tellingStatus(refusal.enhancedStatus) ??
    conceptReason(said) ??
    firstMatch(commandRules, said) ??
    greetingReason(refusal) ??
    vagueReason(refusal) ??
    firstMatch(genericRules, said) ??
    (told === said ? undefined : reportReason(told)) ??
    fallbackReason(refusal)
  );
}

/** The words of the report around the reply; they count only where the reply says nothing. */
function reportReason(told: Words): BounceReason | undefined {
  return (
    wordReason(told) ??
    firstMatch(mailboxConcepts, told, [told.nameless]) ??
    conceptReason(told) ??
    firstMatch(genericRules, told)
  );
}

function wordsOf(text: string, refusal: Refusal): Words {
  const full = phraseText(text);
  const indexed = indexText(full);
  const plain = withoutQuotedHost(withoutCodes(withoutAddresses(full)));
  const bare = plain === full ? indexed : indexText(plain);
  const nameless = withoutNames(withoutLabel(plain));
  return { full: indexed, plain: bare, nameless: nameless === plain ? bare : indexText(nameless), refusal };
}

function operatorReason(words: Words): BounceReason | undefined {
  if (words.full.text === '') return undefined;
  for (const set of operators) {
    const named = words.refusal.hosts.some((host) => set.hosts.some((end) => host === end || host.endsWith(`.${end}`)));
    if (!named && !hasAnyPhrase(words.full, set.marks ?? noMarks)) continue;
    const reason = firstMatch(set.rules, words, [words.full, words.plain]);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function wordReason(words: Words): BounceReason | undefined {
  if (words.full.text === '') return undefined;
  return (
    firstMatch(beforeUserRules, words) ?? unknownUser(words, unknownUserPhrases) ?? firstMatch(afterUserRules, words)
  );
}

/** The same by concepts instead of known phrases: what is left over for them was never seen in these words. */
function conceptReason(words: Words): BounceReason | undefined {
  if (words.full.text === '') return undefined;
  return (
    firstMatch(beforeUserConcepts, words) ??
    unknownUser(words, unknownConcepts) ??
    firstMatch(domainConcepts, words, [words.nameless]) ??
    firstMatch(afterUserConcepts, words)
  );
}

/** `User unknown` said at RCPT, or with a status that agrees, is about the address; else it is a filter's answer. */
function unknownUser(words: Words, phrases: readonly Phrase[]): BounceReason | undefined {
  if (!hasAnyPhrase(words.nameless, phrases)) return undefined;
  const { command, enhancedStatus } = words.refusal;
  // Nobody has been named yet.
  if (isGreeted(words.refusal)) return undefined;
  const status = statusReason(enhancedStatus);
  if (status === 'userunknown') return 'userunknown';
  return command === 'RCPT' ? 'userunknown' : 'filtered';
}

function firstMatch(
  rules: readonly RefusalRule[],
  words: Words,
  texts?: readonly IndexedText[],
): BounceReason | undefined {
  const { command, enhancedStatus } = words.refusal;
  return rules.find(
    (rule) =>
      (rule.commands === undefined || (command !== '' && rule.commands.includes(command))) &&
      (rule.statuses === undefined || rule.statuses.includes(enhancedStatus.slice(2))) &&
      (texts ?? [rule.spoken === true ? words.nameless : words.plain]).some((text) => hasAnyPhrase(text, rule.phrases)),
  )?.reason;
}

function statusReason(enhancedStatus: string): BounceReason | undefined {
  return listed(statusReasons, enhancedStatus.slice(2));
}

/** Security, at a moment when all that is known is who connects. */
function greetingReason(refusal: Refusal): BounceReason | undefined {
  return isGreeted(refusal) && statusReason(refusal.enhancedStatus) === 'securityerror' ? 'blocked' : undefined;
}

function isGreeted({ command }: Refusal): boolean {
  return command === 'CONN' || command === 'EHLO';
}

/** Whoever refused a command for good has answered, and did not keep us waiting, whatever its status says. */
function vagueReason({ command, replyCode, enhancedStatus }: Refusal): BounceReason | undefined {
  const reason = statusReason(enhancedStatus);
  return reason === 'expired' && command !== '' && replyCode.startsWith('5') ? undefined : reason;
}

/** A status that says what happened, and not only where. */
function tellingStatus(enhancedStatus: string): BounceReason | undefined {
  return vagueStatuses.has(enhancedStatus.slice(2)) ? undefined : statusReason(enhancedStatus);
}

function listed(table: Readonly<Record<string, BounceReason>>, key: string): BounceReason | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function fallbackReason(refusal: Refusal): BounceReason {
  if (isGreeted(refusal)) return 'blocked';
  const { command, replyCode, diagnostic, narrative } = refusal;
  const coded = listed(replyCodeReasons, replyCode);
  if (coded !== undefined) return coded;
  if (command === 'MAIL') return 'rejected';
  if (command === 'RCPT') return 'onhold';
  return diagnostic.trim() === '' && narrative.trim() === '' ? 'undefined' : 'onhold';
}

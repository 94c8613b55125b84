import type { SmtpCommand } from './bounce-reading';
import type { BounceReason } from './bounce-reason';
import { withoutAddresses } from './mail-address';
import { hasAnyPhrase, indexText, phraseText, withoutCodes, type IndexedText } from './phrase';
import { loginRules, relayRules } from './rules/access-rules';
import { authenticationRules } from './rules/authentication-rules';
import { dangerRules } from './rules/danger-rules';
import { expiryRules } from './rules/expiry-rules';
import { certainFormRules, formRules } from './rules/form-rules';
import { commandRules, genericRules } from './rules/generic-rules';
import { globalOperators } from './rules/global-operators';
import type { HostRules } from './rules/host-rules';
import { certainHostRules, hostRules, recipientRules } from './rules/host-word-rules';
import { mailboxRules } from './rules/mailbox-rules';
import { rateRules, serviceLimitRules } from './rules/rate-rules';
import type { RefusalRule } from './rules/refusal-rule';
import { regionalOperators } from './rules/regional-operators';
import { blockingRules, reputationRules } from './rules/reputation-rules';
import { senderRules } from './rules/sender-rules';
import { categoryReasons, decisiveStatuses, replyCodeReasons, statusReasons } from './rules/status-rules';
import { programRules, systemRules } from './rules/system-rules';
import { knownUserRules, unknownUserPhrases } from './rules/unknown-user-rules';

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
  readonly refusal: Refusal;
}

const noMarks: readonly string[] = [];
const operators: readonly HostRules[] = [...regionalOperators, ...globalOperators];

const beforeUserRules: readonly RefusalRule[] = [
  ...authenticationRules,
  ...serviceLimitRules,
  ...certainFormRules,
  ...mailboxRules,
  ...rateRules,
  ...programRules,
  ...knownUserRules,
  ...relayRules,
  ...reputationRules,
  ...dangerRules,
  ...certainHostRules,
  ...senderRules,
];

const afterUserRules: readonly RefusalRule[] = [
  ...loginRules,
  ...recipientRules,
  ...hostRules,
  ...formRules,
  ...blockingRules,
  ...systemRules,
  ...expiryRules,
];

/**
 * Tells the reason of one refusal: operator rules, decisive statuses, then the words of the server, then those of the report, then the
 * enhanced status, then words that say little, the refused command and the reply code. `onhold` where there are words
 * that no rule knows, `undefined` where there are none. Never throws; linear in the length of the text, which is cut.
 */
export function classifyRefusal(refusal: Refusal): BounceReason {
  const said = wordsOf(refusal.diagnostic, refusal);
  const told = refusal.narrative.trim() === refusal.diagnostic.trim() ? said : wordsOf(refusal.narrative, refusal);
  return (
    listed(categoryReasons, refusal.category) ??
    operatorReason(said) ??
    operatorReason(told) ??
    listed(decisiveStatuses, refusal.enhancedStatus.slice(2)) ??
    wordReason(said) ??
    firstMatch(commandRules, said) ??
    statusReason(refusal.enhancedStatus) ??
    firstMatch(genericRules, said) ??
    wordReason(told) ??
    firstMatch(genericRules, told) ??
    fallbackReason(refusal)
  );
}

function wordsOf(text: string, refusal: Refusal): Words {
  const full = phraseText(text);
  const indexed = indexText(full);
  const plain = withoutCodes(withoutAddresses(full));
  return { full: indexed, plain: plain === full ? indexed : indexText(plain), refusal };
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
  return firstMatch(beforeUserRules, words) ?? unknownUser(words) ?? firstMatch(afterUserRules, words);
}

/** `User unknown` said at RCPT, or with a status that agrees, is about the address; else it is a filter's answer. */
function unknownUser(words: Words): BounceReason | undefined {
  if (!hasAnyPhrase(words.plain, unknownUserPhrases)) return undefined;
  const { command, enhancedStatus } = words.refusal;
  const status = statusReason(enhancedStatus);
  if (status === 'userunknown') return 'userunknown';
  return command === 'RCPT' ? 'userunknown' : 'filtered';
}

function firstMatch(
  rules: readonly RefusalRule[],
  words: Words,
  texts: readonly IndexedText[] = [words.plain],
): BounceReason | undefined {
  const { command, enhancedStatus } = words.refusal;
  return rules.find(
    (rule) =>
      (rule.commands === undefined || (command !== '' && rule.commands.includes(command))) &&
      (rule.statuses === undefined || rule.statuses.includes(enhancedStatus.slice(2))) &&
      texts.some((text) => hasAnyPhrase(text, rule.phrases)),
  )?.reason;
}

function statusReason(enhancedStatus: string): BounceReason | undefined {
  return listed(statusReasons, enhancedStatus.slice(2));
}

function listed(table: Readonly<Record<string, BounceReason>>, key: string): BounceReason | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function fallbackReason({ command, replyCode, diagnostic, narrative }: Refusal): BounceReason {
  if (command === 'CONN' || command === 'EHLO') return 'blocked';
  const coded = listed(replyCodeReasons, replyCode);
  if (coded !== undefined) return coded;
  if (command === 'MAIL') return 'rejected';
  if (command === 'RCPT') return 'userunknown';
  return diagnostic.trim() === '' && narrative.trim() === '' ? 'undefined' : 'onhold';
}

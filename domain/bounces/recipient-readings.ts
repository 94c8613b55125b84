import type { BounceKind, BounceRecipient, ReadingSource, SmtpCommand } from './bounce-reading';
import { isHardBounce, type BounceReason } from './bounce-reason';
import { classifyRefusal } from './classify-refusal';
import type { StatusBlock } from './delivery-status';
import { expandedFrom } from './expanded-from';
import { canonicalAddress, domainOf, findAddresses, sameAddress } from './mail-address';
import { phraseText } from './phrase';
import type { MailMaterial } from './mail-material';
import { bestStatus, findCommand, findReplyCode, findStatuses } from './reply-facts';
import type { NotifiedRecipient } from './ses-notification';
import { findTextRecipients } from './text-recipients';
import { transcriptCommand } from './transcript';

const maxText = 2000;

/** What a reader found out about one recipient, before the reason is told. */
export interface RecipientFacts {
  readonly recipient: string;
  readonly originalRecipient: string;
  readonly kind: BounceKind;
  readonly diagnostic: string;
  /** The lines of the report about this recipient. */
  readonly narrative: string;
  /** The whole report where it speaks of one recipient only. */
  readonly report: string;
  readonly reportedStatus: string;
  readonly command: SmtpCommand | '';
  readonly category: string;
  readonly remoteMta: string;
  readonly reportingMta: string;
  readonly source: ReadingSource;
}

/** Tells reason, status, reply code and hardness from the facts. */
export function tellRecipient(facts: RecipientFacts): BounceRecipient {
  const words = innerReply(facts.diagnostic === '' ? facts.narrative : facts.diagnostic);
  const stated = [words, facts.narrative, facts.report].find((text) => findStatuses(text).length > 0) ?? '';
  const enhancedStatus = bestStatus(findStatuses(stated), facts.reportedStatus);
  const replyCode = findReplyCode(words) || findReplyCode(facts.narrative) || findReplyCode(facts.report);
  const reason = facts.kind === 'delivered' ? 'delivered' : refusalReason(facts, enhancedStatus, replyCode);
  return {
    recipient: facts.recipient,
    originalRecipient: facts.originalRecipient,
    kind: facts.kind,
    reason,
    enhancedStatus,
    replyCode,
    // As long as a server still tries, nothing is final.
    hard: facts.kind !== 'delivered' && facts.kind !== 'delayed' && isHardBounce(reason, enhancedStatus, replyCode),
    command: facts.command,
    remoteMta: facts.remoteMta,
    text: words.slice(0, maxText).trim(),
    source: facts.source,
  };
}

function refusalReason(facts: RecipientFacts, enhancedStatus: string, replyCode: string): BounceReason {
  const hosts = [facts.remoteMta, domainOf(facts.recipient), facts.reportingMta];
  const { narrative, command, category } = facts;
  const diagnostic = innerReply(facts.diagnostic === '' ? narrative : facts.diagnostic);
  const told = `${narrative}\n${facts.report}`.replace(givingUp, '');
  // What a delay says by its status is only that it is one.
  const telling = facts.kind === 'delayed' ? '' : enhancedStatus;
  const reason = classifyRefusal({
    diagnostic,
    narrative: told,
    enhancedStatus: telling,
    replyCode,
    command,
    category,
    hosts,
  });
  return facts.kind === 'delayed' && (reason === 'onhold' || reason === 'undefined') ? 'expired' : reason;
}

/** What qmail says below every refusal is no word about time. */
const givingUp = /\n?\bGiving up on [\d.:a-f]{3,45}(?=\s|$)/g;

/** IronPort puts its own summary before the reply that it quotes: `5.1.0 - Unknown address error 550-'5.7.1 ...'`. */
function innerReply(said: string): string {
  const text = said.replace(givingUp, '');
  const quoted = /^[245]\.\d{1,3}\.\d{1,3} - [^'\n]{0,80}?([245]\d\d)[- ]'/.exec(text);
  return quoted === null ? text : `${quoted[1] ?? ''} ${text.slice(quoted[0].length)}`;
}

/** Readings of the recipient blocks of a delivery status, the prose of the report beside them. */
export function readStatusBlocks(blocks: readonly StatusBlock[], material: MailMaterial): BounceRecipient[] {
  const { lines } = material.report;
  const named = findTextRecipients(lines, [material.original?.from ?? '']);
  const whole = lines.join('\n');
  const seen = new Set<string>();
  return blocks.flatMap((block): BounceRecipient[] => {
    const recipient = usableRecipient(block, named[0]?.address ?? material.original?.to[0] ?? '');
    if (recipient === '' || seen.has(canonicalAddress(recipient))) return [];
    seen.add(canonicalAddress(recipient));
    const narrative =
      named.find(({ address }) => sameAddress(address, recipient))?.text ?? (blocks.length === 1 ? whole : '');
    return [
      tellRecipient({
        recipient,
        originalRecipient: block.originalRecipient === '' ? expandedFrom(narrative) : block.originalRecipient,
        kind: kindOfAction(block),
        diagnostic: diagnosticOf(block, whole),
        narrative,
        report: blocks.length === 1 ? whole : '',
        reportedStatus: block.status,
        command:
          findCommand(phraseText(narrative)) ||
          transcriptCommand(lines, recipient) ||
          findCommand(phraseText(block.diagnostic)),
        category: block.category,
        remoteMta: block.remoteMta,
        reportingMta: (material.status?.reportingMta ?? '').toLowerCase(),
        source: 'delivery-status',
      }),
    ];
  });
}

/** A complaint (RFC 5965): the recipient is well, it is the mail that was not welcome. */
export function complaintOf(recipient: string, feedbackType: string): BounceRecipient {
  const base = tellRecipient({ ...emptyFacts, recipient, kind: 'complaint', source: 'feedback-report' });
  return { ...base, reason: 'feedback', hard: false, text: feedbackType };
}

/** A recipient of a notification, or the author of an automatic answer. */
export function noticeOf({ recipient, kind, status, diagnostic }: NotifiedRecipient): BounceRecipient {
  if (kind === 'complaint') return complaintOf(recipient, 'abuse');
  const base = tellRecipient({ ...emptyFacts, recipient, kind, diagnostic, reportedStatus: status });
  return kind === 'auto-reply' ? { ...base, reason: 'vacation', hard: false, source: 'header' } : base;
}

const emptyFacts: RecipientFacts = {
  recipient: '',
  originalRecipient: '',
  kind: 'failed',
  diagnostic: '',
  narrative: '',
  report: '',
  reportedStatus: '',
  command: '',
  category: '',
  remoteMta: '',
  reportingMta: '',
  source: 'notification',
};

function kindOfAction({ action, status }: StatusBlock): BounceKind {
  if (action === 'delayed') return 'delayed';
  if (action === 'delivered' || action === 'relayed' || action === 'expanded') return 'delivered';
  return action === '' && status.startsWith('2') ? 'delivered' : 'failed';
}

/** The address of the block that is a whole one; local names and source routes give way to the original recipient. */
function usableRecipient(block: StatusBlock, fallback: string): string {
  const candidates = [block.finalRecipient, block.originalRecipient, block.actualRecipient];
  const whole = candidates.find((address) => findAddresses(address).length === 1);
  return whole ?? (fallback !== '' ? fallback : (candidates.find((address) => address.includes('@')) ?? ''));
}

/** Local programs report bare exit numbers, which say nothing; Dovecot and MIMEDefang put their words into the prose. */
function diagnosticOf({ diagnostic, diagnosticType }: StatusBlock, report: string): string {
  const stated = afterCue(report, 'was automatically rejected:');
  if (stated !== '') return stated;
  return diagnosticType === 'x-unix' && /^\d{0,3}$/.test(diagnostic) ? '' : diagnostic;
}

function afterCue(text: string, cue: string): string {
  const at = text.indexOf(cue);
  return at < 0 ? '' : text.slice(at + cue.length).trim();
}

import { fieldName } from './header-block';
import { canonicalAddress, findAddresses } from './mail-address';
import { textHasAny, phraseText } from './phrase';
import { namingCues, proseCues, strongCues } from './rules/recipient-cues';

/** A recipient that a report in prose names, with the lines that speak of it. */
export interface TextRecipient {
  readonly address: string;
  readonly text: string;
  /** The address heads a line of its own or stands in a phrase that is about nothing else. */
  readonly certain: boolean;
}

/** How surely a line names the recipient: in a telling phrase, at its start, after a reply code, a label, in prose. */
const grades = ['named', 'own-line', 'reply', 'label', 'prose', 'any'] as const;
type Grade = (typeof grades)[number];

interface Mention {
  readonly address: string;
  readonly line: number;
  readonly grade: Grade;
}

/** Fields whose values look like addresses and are none. */
const identifierFields = new Set(['message-id', 'in-reply-to', 'references']);
const maxRecipients = 200;
const leadLength = 200;

/**
 * Finds the recipients in the prose of a report (no divider, no original in it). Only the mentions of the best grade
 * that occurs count. Addresses in `excluded` (the sender, the postmaster) count only where nothing else is named.
 */
export function findTextRecipients(lines: readonly string[], excluded: readonly string[]): TextRecipient[] {
  const mentions = lines.flatMap((line, index) => mentionsIn(line, index));
  const strangers = new Set(excluded.map(canonicalAddress));
  const others = mentions.filter(({ address }) => !strangers.has(canonicalAddress(address)));
  const usable = others.length > 0 ? others : mentions;
  const best = grades.find((grade) => usable.some((mention) => mention.grade === grade));
  return group(
    lines,
    usable.filter((mention) => mention.grade === best),
  );
}

function mentionsIn(line: string, index: number): Mention[] {
  if (identifierFields.has(fieldName(line).toLowerCase())) return [];
  const found = findAddresses(line);
  return found.flatMap(({ address, start, end }, position): Mention[] => {
    if (isService(address, line, start)) return [];
    // Only the words just before count; the cut also bounds the work on hostile lines.
    const before = line.slice(Math.max(found[position - 1]?.end ?? 0, start - leadLength), start);
    const first = position === 0 && start <= leadLength;
    return [{ address, line: index, grade: gradeOf(before, line.slice(end), first) }];
  });
}

function gradeOf(before: string, after: string, first: boolean): Grade {
  if (first && /^[\s*<("'•|-]*(?:mailto:)?$/.test(before) && endsMention(after)) return 'own-line';
  const lead = phraseText(before);
  if (first && /^\d{3}\b[ -]?<?\(?$/.test(lead.replace(/ [245]\.\d{1,3}\.\d{1,3}/, '')) && /^>?\)?\.\.\./.test(after))
    return 'reply';
  const bare = lead.replace(/[<("']+$/, '').trimEnd();
  if (namingCues.some((cue) => bare.endsWith(cue))) return 'named';
  if (strongCues.some((cue) => bare.endsWith(cue))) return 'label';
  return textHasAny(lead, proseCues) ? 'prose' : 'any';
}

/** What follows an address that heads its line: nothing, a colon, dots, a bracket, a date, a code. */
function endsMention(after: string): boolean {
  const rest = after.replace(/^[>"')]+/, '').trimStart();
  if (rest === '' || /^[:(<,;#.\-[]/.test(rest)) return true;
  return /^(?:on\s|invalid |error|delivery |smtp |user |mailbox |unknown |could |failed|host |\d{3}\b|rejected)/i.test(
    rest,
  );
}

function isService(address: string, line: string, start: number): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  if (local === 'mailer-daemon') return true;
  const before = line.slice(Math.max(0, start - 12), start).toLowerCase();
  return before.includes('mailto:') && before.trim() !== 'mailto:'
    ? true
    : before.includes('from:') || before.includes('from <');
}

/** Joins repeated mentions; the text of a recipient reaches from its first line to the next recipient. */
function group(lines: readonly string[], mentions: readonly Mention[]): TextRecipient[] {
  const firsts = new Map<string, Mention>();
  for (const mention of mentions) {
    const key = canonicalAddress(mention.address);
    if (!firsts.has(key) && firsts.size < maxRecipients) firsts.set(key, mention);
  }
  const ordered = [...firsts.values()];
  return ordered.map((mention, index) => {
    const end = ordered.slice(index + 1).find((next) => next.line > mention.line)?.line ?? lines.length;
    const reach = mention.grade === 'reply' ? mention.line + 1 : end;
    return {
      address: mention.address,
      text: lines.slice(mention.line, reach).join('\n').trim(),
      certain: mention.grade === 'own-line' || mention.grade === 'named',
    };
  });
}

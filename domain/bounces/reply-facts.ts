import type { SmtpCommand } from './bounce-reading';
import { hasAnyPhrase, indexText } from './phrase';
import { commandCues } from './rules/command-cues';
import { replyCues } from './rules/reply-cues';

const statusPattern = /(?<![\d.-])([245])\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d)/g;
const replyPattern = /(?:^|[\s"'([<;:#>])([245][0-5]\d)(?=[\s\-:.,)]|$)/g;

/** The enhanced statuses (RFC 3463) in a text, in order, each once. */
export function findStatuses(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.slice(0, 8000).matchAll(statusPattern)) found.add(match[0]);
  return [...found];
}

/** The first SMTP reply code of a refusal or an acceptance in a text; an empty string where there is none. */
export function findReplyCode(text: string): string {
  const codes: string[] = [];
  for (const match of text.slice(0, 8000).matchAll(replyPattern)) codes.push(match[1] ?? '');
  return codes.find((code) => !code.startsWith('2')) ?? codes[0] ?? '';
}

/**
 * The status that tells most: the first one with a subject and detail (not `x.0.0`); those of the remote server's words
 * before the one of the report, which is often only the reporter's guess.
 */
export function bestStatus(said: readonly string[], reported: string): string {
  const telling = said.find((status) => !status.endsWith('.0.0') && !status.startsWith('2'));
  if (telling !== undefined) return telling;
  return reported === '' || reported.endsWith('.0.0') ? (said[0] ?? reported) : reported;
}

/** The SMTP command that a report names as the one refused; `text` in phrase form. */
export function findCommand(text: string): SmtpCommand | '' {
  const indexed = indexText(text);
  return commandCues.find((cue) => hasAnyPhrase(indexed, cue.phrases))?.command ?? '';
}

/** The words of the refusing server as a report in prose quotes them; an empty string where it quotes none. */
export function quotedReply(text: string): string {
  const lower = text.slice(0, 8000).toLowerCase().replaceAll('\n', ' ');
  for (const cue of replyCues) {
    const at = lower.indexOf(cue);
    if (at >= 0) return text.slice(at + cue.length).trim();
  }
  return '';
}

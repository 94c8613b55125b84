/** One complete reply of an SMTP server (RFC 5321 section 4.2). `text` is cleaned: no codes, no control characters. */
export interface SmtpReply {
  readonly code: number;
  /** RFC 3463 enhanced status, for instance `5.7.8`; null where the server sent none. */
  readonly enhancedStatus: string | null;
  readonly text: string;
}

const replyLine = /^([2-5]\d{2})(?:[ -](.*))?$/s;
const enhanced = /^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)/;
const longestText = 1000;

/** Reads a whole reply, lines separated by LF. Null when any line is no reply line or the lines disagree on the code. */
export function parseReply(raw: string): SmtpReply | null {
  const lines = raw.split('\n').map((line) => line.replace(/\r$/, ''));
  const matches = lines.map((line) => replyLine.exec(line));
  const code = matches[0]?.[1];
  if (code === undefined || matches.some((match) => match?.[1] !== code)) return null;
  const texts = matches.map((match) => match?.[2] ?? '');
  const status = texts.map((text) => enhanced.exec(text)?.[1]).find((found) => found !== undefined);
  const text = texts.map((line) => line.replace(enhanced, '')).join(' ');
  return { code: Number(code), enhancedStatus: status ?? null, text: printable(text, longestText) };
}

export function isPositive(reply: SmtpReply | null): boolean {
  return reply !== null && reply.code >= 200 && reply.code < 400;
}

/**
 * Whether the very same command would be refused again. 503 (bad sequence) is not counted: it tells of the state of a
 * session, not of the mail.
 */
export function isPermanent(reply: SmtpReply): boolean {
  return reply.code >= 500 && reply.code !== 503;
}

/** A text in which control, format and line separator characters are written out (`\x00`, `\u202e`), cut to a length. */
export function printable(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}

import type { SmtpCommand } from './bounce-reading';

const commands: readonly (readonly [string, SmtpCommand])[] = [
  ['ehlo', 'EHLO'],
  ['helo', 'EHLO'],
  ['starttls', 'STARTTLS'],
  ['auth', 'AUTH'],
  ['mail', 'MAIL'],
  ['rcpt', 'RCPT'],
  ['data', 'DATA'],
];

interface Refused {
  readonly command: SmtpCommand;
  readonly lines: string;
  /** The words of the server, without the mark before them. */
  readonly reply: string;
}

/** What stands before the words of the client and of the server, behind a time stamp at most. */
const clientMark = /^(?:[^<>]{0,60}\s)?(?:>>>|-->|>>|sent <<<|sent:|c:)\s?(\w{4,8})/;
const serverRefusal = /^(?:[^<>]{0,60}\s)?(?:<<<|<--|<<|received >>>|replied:|s:)\s?[45]\d\d/;

/**
 * The command that was refused in a session transcript: Sendmail prints `>>> RCPT TO:<...>` and then `<<< 550 ...`,
 * MDaemon `-->` and `<--`, Mercury `>>` and `<<`, hMailServer `sent:` and `replied:`, InterScan its arrows the other way
 * round. That of the recipient where the transcript names it; an empty string where nothing was refused.
 */
export function transcriptCommand(lines: readonly string[], recipient: string): SmtpCommand | '' {
  const wanted = recipient.toLowerCase();
  const refused = refusals(lines);
  return (refused.find((one) => one.lines.includes(wanted)) ?? refused[0])?.command ?? '';
}

/**
 * What the server said to the command that names the recipient. Sendmail's own line below says `User unknown` whatever it
 * was. An empty string where no transcript shows it.
 */
export function transcriptReply(lines: readonly string[], recipient: string): string {
  const wanted = recipient.toLowerCase();
  return refusals(lines).find((one) => one.lines.split('\n', 1)[0]?.includes(wanted) === true)?.reply ?? '';
}

/** Each refused command with its line and those up to the next command. */
function refusals(lines: readonly string[]): Refused[] {
  const sessions: { command: SmtpCommand; lines: string; reply: string }[] = [];
  for (const line of lines) {
    const trimmed = line.trim().toLowerCase();
    const sent = clientMark.exec(trimmed)?.[1];
    const command = sent === undefined ? undefined : commands.find(([verb]) => sent.startsWith(verb))?.[1];
    if (command !== undefined) sessions.push({ command, lines: '', reply: '' });
    const current = sessions.at(-1);
    if (current === undefined) continue;
    current.lines += `${trimmed}\n`;
    if (serverRefusal.test(trimmed)) current.reply += `${line.slice(line.search(/[45]\d\d/))}\n`;
  }
  return sessions.filter(({ reply }) => reply !== '');
}

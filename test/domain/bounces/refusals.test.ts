import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smtpCommands } from '../../../domain/bounces/bounce-reading';
import { bounceReasons } from '../../../domain/bounces/bounce-reason';
import { classifyRefusal } from '../../../domain/bounces/classify-refusal';
import { phraseText } from '../../../domain/bounces/phrase';
import { bestStatus, findCommand, findReplyCode, findStatuses } from '../../../domain/bounces/reply-facts';

interface Line {
  readonly reason: string;
  readonly command: string;
  readonly words: string;
}

function readLines(): Line[] {
  let reason = '';
  const lines: Line[] = [];
  for (const line of readFileSync(join(__dirname, 'refusals.txt'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    const heading = /^\[([a-z]+)\]$/.exec(line)?.[1];
    if (heading !== undefined) reason = heading;
    else {
      const bar = line.indexOf('|');
      lines.push({ reason, command: line.slice(0, bar), words: line.slice(bar + 1) });
    }
  }
  return lines;
}

const lines = readLines();

function reasonOf({ command, words }: Line): string {
  const named = smtpCommands.find((one) => one === command);
  return classifyRefusal({
    diagnostic: words,
    narrative: '',
    enhancedStatus: bestStatus(findStatuses(words), ''),
    replyCode: findReplyCode(words),
    command: named ?? findCommand(phraseText(words)),
    category: '',
    hosts: [],
  });
}

describe('the words of mail servers', () => {
  it('stand under reasons and commands that there are', () => {
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.filter(({ reason }) => !bounceReasons.some((known) => known === reason))).toEqual([]);
    expect(lines.filter(({ command }) => command !== '' && !smtpCommands.some((one) => one === command))).toEqual([]);
  });

  it.each([...new Set(lines.map(({ reason }) => reason))])('that mean %s are read so', (reason) => {
    const wrong = lines
      .filter((line) => line.reason === reason)
      .map((line) => ({ words: line.words, got: reasonOf(line) }))
      .filter(({ got }) => got !== reason);
    expect(wrong).toEqual([]);
  });
});

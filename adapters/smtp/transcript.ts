import type { TranscriptLine } from '../../domain/check-report';
import { printable } from '../../domain/smtp-reply';

const mostLines = 200;
const longestLine = 500;
const shortestSecret = 4;
const mask = '[secret]';

/**
 * The dialogue with a server as reviewers may see it: bounded in lines and length, control characters written out, and
 * secrets removed, also where a server repeats them.
 */
export class Transcript {
  readonly #lines: TranscriptLine[] = [];
  #secrets: readonly string[] = [];
  #left = 0;

  /** Texts that are masked from now on wherever they appear, in clear and in base64. */
  hide(secrets: readonly string[]): void {
    const long = secrets.filter((secret) => secret.length >= shortestSecret);
    const forms = long.flatMap((secret) => [secret, base64WithoutPadding(secret)]);
    // The longest first: a shorter one can be a part of it.
    this.#secrets = forms.toSorted((one, other) => other.length - one.length);
  }

  add(from: TranscriptLine['from'], text: string): void {
    for (const line of text.split('\n')) this.#addLine(from, line.replace(/\r$/, ''));
  }

  /** Removes the hidden texts. */
  withoutSecrets(text: string): string {
    return this.#secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, mask), text);
  }

  lines(): TranscriptLine[] {
    if (this.#left === 0) return [...this.#lines];
    return [...this.#lines, { from: 'client', text: `[${this.#left} more lines left out]` }];
  }

  #addLine(from: TranscriptLine['from'], line: string): void {
    if (this.#lines.length >= mostLines) this.#left += 1;
    else this.#lines.push({ from, text: printable(this.withoutSecrets(line), longestLine) });
  }
}

function base64WithoutPadding(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
}

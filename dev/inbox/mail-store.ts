import { EventEmitter, once } from 'node:events';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type MailFilter, matches } from './mail-filter';
import { type StoredMail, mailFacts, storedMailSchema } from './stored-mail';

/** What the SMTP side knows of a mail. */
export type Arrival = Pick<StoredMail, 'listener' | 'clientName' | 'clientAddress' | 'tls' | 'envelope'>;

/** The mails of the inbox in a directory: per mail its bytes (`.eml`) and its facts (`.json`). */
export class MailStore {
  readonly #directory: string;
  readonly #arrivals = new EventEmitter().setMaxListeners(0);
  #mails: StoredMail[];
  #lastMs = 0;

  private constructor(directory: string, mails: StoredMail[]) {
    this.#directory = directory;
    this.#mails = mails;
    this.#lastMs = Date.parse(mails.at(-1)?.receivedAt ?? '') || 0;
  }

  static async open(directory: string): Promise<MailStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).toSorted();
    const texts = await Promise.all(names.map(async (name) => await readFile(join(directory, name), 'utf8')));
    return new MailStore(
      directory,
      texts.map((text) => storedMailSchema.parse(JSON.parse(text))),
    );
  }

  /** Resolves when the mail is on disk: only then may the SMTP client hear 250. */
  async add(raw: Buffer, arrival: Arrival): Promise<StoredMail> {
    const facts = await mailFacts(raw);
    const receivedAt = this.#nextTime();
    const id = receivedAt.replaceAll(/[-:.]/g, '');
    const mail: StoredMail = { id, receivedAt, ...arrival, ...facts, size: raw.length };
    await writeDurably(join(this.#directory, `${id}.eml`), raw);
    await writeDurably(join(this.#directory, `${id}.json`), JSON.stringify(mail, undefined, 2));
    this.#mails.push(mail);
    this.#arrivals.emit('mail');
    return mail;
  }

  /** The mails that match, the oldest first. */
  list(filter: MailFilter = {}): readonly StoredMail[] {
    const position = this.#mails.findIndex(({ id }) => id === filter.after);
    return this.#mails.slice(position + 1).filter((mail) => matches(mail, filter));
  }

  /** The first mail that matches, as soon as it is there; `undefined` once the signal is aborted. */
  async wait(filter: MailFilter, signal: AbortSignal): Promise<StoredMail | undefined> {
    while (!signal.aborted) {
      const [found] = this.list(filter);
      if (found !== undefined) return found;
      await once(this.#arrivals, 'mail', { signal }).catch(() => undefined);
    }
    return undefined;
  }

  find(id: string): StoredMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  async raw(mail: StoredMail): Promise<Buffer> {
    return await readFile(join(this.#directory, `${mail.id}.eml`));
  }

  async clear(): Promise<void> {
    const gone = this.#mails;
    this.#mails = [];
    for (const { id } of gone) {
      await rm(join(this.#directory, `${id}.json`), { force: true });
      await rm(join(this.#directory, `${id}.eml`), { force: true });
    }
  }

  /** A time of its own for each mail, so that it orders them and names their files. */
  #nextTime(): string {
    this.#lastMs = Math.max(Date.now(), this.#lastMs + 1);
    return new Date(this.#lastMs).toISOString();
  }
}

async function writeDurably(path: string, content: Buffer | string): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

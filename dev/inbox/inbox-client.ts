import { z } from 'zod';
import type { MailFilter } from './mail-filter';
import { type StoredMail, storedMailSchema } from './stored-mail';

const DEFAULT_WAIT_MS = 30_000;

const fullMailSchema = storedMailSchema.extend({
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string(),
  html: z.string(),
  attachments: z.array(
    z.object({
      fileName: z.string(),
      contentType: z.string(),
      contentId: z.string(),
      inline: z.boolean(),
      size: z.number(),
    }),
  ),
});

/** A mail with all that its reader sees. */
export type FullMail = Readonly<z.infer<typeof fullMailSchema>>;

/** Reads a running inbox over its JSON interface. */
export class InboxClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async list(filter: MailFilter = {}): Promise<readonly StoredMail[]> {
    const body = await (await this.#get('/api/mails', filter)).json();
    return z.object({ mails: z.array(storedMailSchema) }).parse(body).mails;
  }

  /** The first mail that matches, as soon as it is there. Rejects when none came in time. */
  async wait(filter: MailFilter, timeoutMs: number = DEFAULT_WAIT_MS): Promise<FullMail> {
    const response = await this.#get('/api/wait', { ...filter, timeoutMs: String(timeoutMs) });
    if (response.status === 204) throw new Error(`No mail like ${JSON.stringify(filter)} came in ${timeoutMs} ms.`);
    const { id } = storedMailSchema.parse(await response.json());
    return await this.get(id);
  }

  async get(id: string): Promise<FullMail> {
    return fullMailSchema.parse(await (await this.#get(`/api/mails/${encodeURIComponent(id)}`)).json());
  }

  /** The mail's bytes, as they came in. */
  async raw(id: string): Promise<Buffer> {
    const response = await this.#get(`/api/mails/${encodeURIComponent(id)}/raw`);
    return Buffer.from(await response.arrayBuffer());
  }

  async clear(): Promise<void> {
    await fetch(new URL('/api/mails', this.#url), { method: 'DELETE' });
  }

  async #get(path: string, query: object = {}): Promise<Response> {
    const url = new URL(path, this.#url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The inbox answered ${response.status}: ${await response.text()}`);
    return response;
  }
}

/** The value of a header by its name, in whatever case; `undefined` where the mail has none. */
export function headerOf(mail: FullMail, name: string): string | undefined {
  return mail.headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

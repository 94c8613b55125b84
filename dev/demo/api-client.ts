import { randomUUID } from 'node:crypto';

import { z } from 'zod';

const problemSchema = z.object({ code: z.string(), title: z.string(), detail: z.string().optional() });

/** The API answered with a problem. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, title: string) {
    super(`${status} ${code}: ${title}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
  }
}

/** The public API, used as one person or machine. */
export class ApiClient {
  readonly actor: string;
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, actor: string, token: string) {
    this.#url = url;
    this.actor = actor;
    this.#token = token;
  }

  /** Reads a resource. Throws ApiProblem. */
  async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(await (await this.#send('GET', path)).json());
  }

  /** Sends a command under a fresh Idempotency-Key. Throws ApiProblem. */
  async send<Schema extends z.ZodType>(
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    return schema.parse(await (await this.#send(method, path, JSON.stringify(body), 'application/json')).json());
  }

  async upload(path: string, bytes: Uint8Array, contentType: string): Promise<void> {
    await this.#send('PUT', path, bytes, contentType);
  }

  async #send(method: string, path: string, body?: string | Uint8Array, contentType?: string): Promise<Response> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'idempotency-key': randomUUID(),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (response.ok) return response;
    const { code, title } = problemSchema.parse(await response.json());
    throw new ApiProblem(response.status, code, title);
  }
}

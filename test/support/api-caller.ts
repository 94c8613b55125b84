import { randomUUID } from 'node:crypto';
import { accessTokenFor, machineToken } from '../../dev/access-token';
import type { Stack } from '../../dev/stack';
import type { Answer, Json } from './api-under-test';

const emails = {
  sales: 'sales@demo.example',
  admin: 'admin@customer.example',
  reviewer: 'reviewer@demo.example',
  ops: 'ops@demo.example',
} as const;

/** Who calls; `backend` is the product's machine. */
export type Caller = keyof typeof emails | 'backend';

export interface CallOptions {
  readonly body?: object;
  /** The Idempotency-Key; a fresh one by default. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a running API as each of its users, with real tokens, and gives the answers as they are. */
export class ApiCaller {
  readonly #stack: Stack;
  readonly #tokens = new Map<Caller, Promise<string>>();

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  async get(path: string, as?: Caller): Promise<Answer> {
    return await this.call('GET', path, as);
  }

  async call(
    method: string,
    path: string,
    as?: Caller,
    { body, key, headers: given }: CallOptions = {},
  ): Promise<Answer> {
    const headers: Record<string, string> = { ...given };
    if (as) headers['authorization'] = `Bearer ${await this.token(as)}`;
    if (method !== 'GET') headers['idempotency-key'] = key ?? randomUUID();
    // Whatever version there is: what several callers do at once is tested where it matters.
    if (method === 'PUT') headers['if-match'] = '*';
    if (body) headers['content-type'] = 'application/json';
    const payload = body ? { body: JSON.stringify(body) } : {};
    const response = await fetch(new URL(path, this.#stack.addresses.api), { method, headers, ...payload });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Json) : {} };
  }

  /** Logs in the first time; the token is good for an hour, also while the provider is away. */
  async token(caller: Caller): Promise<string> {
    const token = this.#tokens.get(caller) ?? this.#logIn(caller);
    this.#tokens.set(caller, token);
    return await token;
  }

  async #logIn(caller: Caller): Promise<string> {
    const { oidcIssuer } = this.#stack.addresses;
    const { clientId, clientSecret } = this.#stack.credentials.backend;
    if (caller === 'backend') return await machineToken(oidcIssuer, clientId, clientSecret);
    return await accessTokenFor(oidcIssuer, emails[caller]);
  }
}

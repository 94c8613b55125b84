import createClient, { type Client, type Middleware } from 'openapi-fetch';

import { persistentFetch, type Fetch, type Persistence } from './persistent-fetch';
import { failureOf } from './problem';
import type { paths } from './schema';

export interface ApiClientOptions {
  /** Where the API is; a page that the service itself serves needs none. */
  readonly baseUrl?: string;
  /** The access token of a machine, asked for with each request. A page has a session cookie instead. */
  readonly token?: () => string | Promise<string>;
  /** By default a request is sent three times at most, with pauses of 10 seconds at most. */
  readonly persistence?: Persistence;
  readonly fetch?: Fetch;
}

/**
 * A method for each verb, typed by path: `GET`, `PUT`, `POST`. They reject with `ApiProblem` where the API refuses, with
 * `UnexpectedAnswer` where something else answered, and with fetch's own error where nobody did.
 */
export type ApiClient = Client<paths>;

const usualPersistence: Persistence = { attempts: 3, longestPauseMs: 10_000 };
const safeMethods = new Set(['GET', 'HEAD']);

/** The API, for one caller. Commands get an Idempotency-Key of their own unless `params.header` brings one. */
export function createApiClient({ baseUrl = '', token, persistence, fetch: send }: ApiClientOptions = {}): ApiClient {
  const client = createClient<paths>({
    baseUrl,
    credentials: 'same-origin',
    bodySerializer: (body: unknown) => (body instanceof Blob || ArrayBuffer.isView(body) ? body : JSON.stringify(body)),
    fetch: persistentFetch(send ?? (async (request) => fetch(request)), persistence ?? usualPersistence),
  });
  client.use(keyForCommands, problemsAsErrors);
  if (token) client.use(bearer(token));
  return client;
}

/** The body of a successful answer: `await bodyOf(client.GET(…))`. Rejects as the client's methods do. */
export async function bodyOf<Body>(answer: Promise<{ data: Body } | { data?: never }>): Promise<NonNullable<Body>> {
  const { data } = await answer;
  if (data === undefined || data === null) throw new TypeError('The answer has no body');
  return data;
}

const keyForCommands: Middleware = {
  onRequest({ request }) {
    const isCommand = !safeMethods.has(request.method);
    if (isCommand && !request.headers.has('idempotency-key'))
      request.headers.set('idempotency-key', crypto.randomUUID());
    return request;
  },
};

const problemsAsErrors: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await failureOf(response);
  },
};

function bearer(token: () => string | Promise<string>): Middleware {
  return {
    async onRequest({ request }) {
      request.headers.set('authorization', `Bearer ${await token()}`);
      return request;
    },
  };
}

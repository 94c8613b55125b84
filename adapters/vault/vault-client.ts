import type { VaultLogin } from './vault-login';
import { VaultSession } from './vault-session';
import { VaultRefusal, vaultFailure } from './vault-refusal';

export interface VaultOptions {
  readonly address: string;
  /** The namespace that everything lies in; undefined for the root. */
  readonly namespace?: string | undefined;
  readonly login: VaultLogin;
  readonly timeoutMs?: number;
}

const usualTimeoutMs = 5_000;

/** Speaks the HTTP API of HashiCorp Vault, and of OpenBao, with a token that it keeps alive. Follows no redirect. */
export class VaultClient {
  readonly #options: VaultOptions;
  readonly #session: VaultSession;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.#session = new VaultSession(options.login, async (method, path, request) => this.#send(method, path, request));
  }

  /** The `data` of an answer. Throws VaultRefusal for what Vault refuses, KEYS_UNAVAILABLE when it does not answer. */
  async request(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const token = await this.#session.token();
    try {
      return dataOf(await this.#send(method, path, { token, body }));
    } catch (error) {
      // A token that was revoked or outlived its lease; another login settles it.
      if (!(error instanceof VaultRefusal) || error.status !== 403 || !this.#session.forget()) throw error;
      return dataOf(await this.#send(method, path, { token: await this.#session.token(), body }));
    }
  }

  close(): void {
    this.#session.close();
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    { token, body }: { readonly token?: string; readonly body?: object | undefined },
  ): Promise<unknown> {
    const { address, namespace, timeoutMs = usualTimeoutMs } = this.#options;
    const headers: Record<string, string> = { 'x-vault-request': 'true', 'content-type': 'application/json' };
    if (token !== undefined) headers['x-vault-token'] = token;
    if (namespace !== undefined) headers['x-vault-namespace'] = namespace;
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(`${address}/v1/${path}`, { method, headers, signal, redirect: 'error', ...content });
      const text = await response.text();
      if (!response.ok) throw new VaultRefusal(response.status, path, text);
      return text === '' ? null : JSON.parse(text);
    } catch (error) {
      throw vaultFailure(error);
    }
  }
}

function dataOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : null;
}

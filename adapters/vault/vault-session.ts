import { z } from 'zod';

import type { VaultLogin } from './vault-login';
import { VaultRefusal, keysUnavailable } from './vault-refusal';

/** One request to Vault, answered with its whole body. */
export type VaultSend = (
  method: 'GET' | 'POST',
  path: string,
  request: { readonly token?: string; readonly body?: object },
) => Promise<unknown>;

interface Lease {
  readonly token: string;
  /** Null for a token without end, or one that cannot be renewed. */
  readonly renewInMs: number | null;
}

const granted = z.object({
  auth: z.object({ client_token: z.string(), lease_duration: z.number(), renewable: z.boolean() }),
});
const lookedUp = z.object({ data: z.object({ ttl: z.number(), renewable: z.boolean() }) });

/** When two thirds of a lease are over, so that two tries fit into the rest. */
const renewalPart = 2 / 3;
const longestTimerMs = 2_147_483_647;

/** A token of Vault that is renewed before its lease ends, and got anew by an AppRole when it cannot be. */
export class VaultSession {
  readonly #login: VaultLogin;
  readonly #send: VaultSend;
  #lease: Promise<Lease> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(login: VaultLogin, send: VaultSend) {
    this.#login = login;
    this.#send = send;
  }

  /** Throws KEYS_UNAVAILABLE when Vault does not answer or does not know us. */
  async token(): Promise<string> {
    this.#lease ??= this.#begun(this.#logIn());
    return (await this.#lease).token;
  }

  /** Gives up a token that was refused; whether another one can be had in its place. */
  forget(): boolean {
    if (this.#login.kind === 'token') return false;
    this.#lease = null;
    return true;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #begun(lease: Promise<Lease>): Promise<Lease> {
    const started = lease.then(
      (got) => {
        this.#renewLater(got);
        return got;
      },
      (error: unknown) => {
        if (this.#lease === started) this.#lease = null;
        throw keysUnavailable(error);
      },
    );
    return started;
  }

  #renewLater({ token, renewInMs }: Lease): void {
    clearTimeout(this.#timer);
    if (renewInMs === null || this.#isClosed) return;
    const renew = (): void => {
      this.#lease = this.#begun(this.#renewed(token));
      // Whoever needs the token next meets the trouble.
      this.#lease.catch(() => undefined);
    };
    this.#timer = setTimeout(renew, Math.min(renewInMs, longestTimerMs)).unref();
  }

  async #logIn(): Promise<Lease> {
    const login = this.#login;
    if (login.kind === 'token') return this.#lookedUp(login.token.reveal());
    const body = { role_id: login.roleId, secret_id: login.secretId.reveal() };
    return leaseFrom(await this.#send('POST', 'auth/approle/login', { body }));
  }

  async #lookedUp(token: string): Promise<Lease> {
    const { data } = lookedUp.parse(await this.#send('GET', 'auth/token/lookup-self', { token }));
    return { token, renewInMs: renewalMs(data.ttl, data.renewable) };
  }

  /** At the end of its longest life a token is not renewed any more. */
  async #renewed(token: string): Promise<Lease> {
    try {
      const lease = leaseFrom(await this.#send('POST', 'auth/token/renew-self', { token, body: {} }));
      return lease.renewInMs === null ? await this.#logIn() : lease;
    } catch (error) {
      if (error instanceof VaultRefusal) return this.#logIn();
      throw error;
    }
  }
}

function leaseFrom(answer: unknown): Lease {
  const { client_token: token, lease_duration: seconds, renewable } = granted.parse(answer).auth;
  return { token, renewInMs: renewalMs(seconds, renewable) };
}

function renewalMs(seconds: number, isRenewable: boolean): number | null {
  return isRenewable && seconds > 0 ? seconds * 1000 * renewalPart : null;
}

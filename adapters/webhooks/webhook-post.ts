import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';

import type { WebhookAnswer, WebhookDelivery } from '../../activities/ports/webhooks';
import { hostKind, isAddressAllowed, isPortAllowed, type EgressPolicy } from '../../domain/egress-policy';
import type { WebhookTrouble } from '../../domain/webhooks/webhook-state';
import type { HostResolver } from '../dns/host-resolver';
import { webhookHeaders } from './webhook-signature';

export interface WebhookTarget {
  readonly url: string;
  /** The newest first; every one of them signs. */
  readonly secrets: readonly Uint8Array[];
}

export interface WebhookPostOptions {
  readonly policy: EgressPolicy;
  readonly resolver: HostResolver;
  readonly timeoutMs: number;
  /** Authorities that verify a receiver's certificate, in PEM. */
  readonly authorities: readonly string[];
}

/**
 * Posts one signed event. The name is looked up for every attempt, refused if any of its addresses is one that the egress
 * policy refuses, and the connection goes to an address that was looked at; redirects are not followed.
 */
export class WebhookPost {
  readonly #options: WebhookPostOptions;

  constructor(options: WebhookPostOptions) {
    this.#options = options;
  }

  /** Never throws for what the receiver does. */
  async send(
    { url: address, secrets }: WebhookTarget,
    { id, body }: Pick<WebhookDelivery, 'id' | 'body'>,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    const url = new URL(address);
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeoutMs)]);
    const admitted = await this.#admit(url, bounded);
    if ('trouble' in admitted) return { status: null, trouble: admitted.trouble };
    try {
      const headers = webhookHeaders(id, body, new Date(), secrets);
      const status = await this.#post(url, { ...headers }, body, admitted.address, bounded);
      return { status, trouble: status >= 200 && status < 300 ? null : 'REFUSED' };
    } catch {
      return { status: null, trouble: bounded.aborted ? 'TIMED_OUT' : 'NOT_REACHED' };
    }
  }

  async #admit(
    url: URL,
    signal: AbortSignal,
  ): Promise<{ readonly address: string } | { readonly trouble: WebhookTrouble }> {
    const { policy, resolver } = this.#options;
    const kind = hostKind(url.hostname);
    if (kind.kind === 'malformed' || !isPortAllowed(policy, portOf(url))) return { trouble: 'REFUSED_ADDRESS' };
    const resolution =
      kind.kind === 'address'
        ? ({ status: 'resolved', addresses: [kind.address] } as const)
        : await resolver.resolve(kind.name, signal);
    if (resolution.status === 'not-found') return { trouble: 'NAME_NOT_FOUND' };
    if (resolution.status === 'trouble') return { trouble: signal.aborted ? 'TIMED_OUT' : 'NOT_REACHED' };
    const [address] = resolution.addresses;
    const areAllowed = resolution.addresses.every((each) => isAddressAllowed(policy, each));
    return address !== undefined && areAllowed ? { address } : { trouble: 'REFUSED_ADDRESS' };
  }

  async #post(
    url: URL,
    signature: Record<string, string>,
    body: string,
    address: string,
    signal: AbortSignal,
  ): Promise<number> {
    const { authorities } = this.#options;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'mail-server-approval',
      ...signature,
    };
    const family = isIP(address);
    const request = url.protocol === 'https:' ? requestTls : requestPlain;
    return await new Promise((resolve, reject) => {
      const outgoing = request(url, {
        method: 'POST',
        headers,
        signal,
        agent: false,
        ca: [...authorities],
        // The address that was admitted, whatever the name says by now; TLS still checks the name.
        lookup: (_name, options, done) => {
          if (options.all === true) done(null, [{ address, family }]);
          else done(null, address, family);
        },
      });
      outgoing.on('response', (response) => {
        // The answer's words are of no interest, however many they are.
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** The port that a URL leads to. */
export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

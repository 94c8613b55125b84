import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';

import type { WebhookAnswer, WebhookDelivery, WebhookSender } from '../../activities/ports/webhooks';
import { hostKind, isAddressAllowed, isPortAllowed, type EgressPolicy } from '../../domain/egress-policy';
import type { WebhookTrouble } from '../../domain/webhooks/webhook-state';
import type { HostResolver } from '../dns/host-resolver';
import { webhookHeaders } from './webhook-signature';

export interface WebhookEndpoint {
  readonly url: string;
  /** The newest first; every one of them signs. */
  readonly secrets: readonly Uint8Array[];
}

export interface WebhookSenderOptions {
  readonly endpoint: WebhookEndpoint;
  readonly policy: EgressPolicy;
  readonly resolver: HostResolver;
  readonly timeoutMs: number;
}

/**
 * Posts events to one endpoint. The name is looked up for every attempt, refused if any of its addresses is one that the
 * egress policy refuses, and the connection goes to an address that was looked at; redirects are not followed.
 */
export class HttpWebhookSender implements WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #url: URL;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
    this.#url = new URL(options.endpoint.url);
  }

  async send({ id, body }: Pick<WebhookDelivery, 'id' | 'body'>, signal: AbortSignal): Promise<WebhookAnswer> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeoutMs)]);
    const admitted = await this.#admit(bounded);
    if ('trouble' in admitted) return { status: null, trouble: admitted.trouble };
    try {
      const status = await this.#post(id, body, admitted.address, bounded);
      return { status, trouble: status >= 200 && status < 300 ? null : 'REFUSED' };
    } catch {
      return { status: null, trouble: bounded.aborted ? 'TIMED_OUT' : 'NOT_REACHED' };
    }
  }

  async #admit(signal: AbortSignal): Promise<{ readonly address: string } | { readonly trouble: WebhookTrouble }> {
    const { policy, resolver } = this.#options;
    const kind = hostKind(this.#url.hostname);
    if (kind.kind === 'malformed' || !isPortAllowed(policy, portOf(this.#url))) return { trouble: 'REFUSED_ADDRESS' };
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

  async #post(id: string, body: string, address: string, signal: AbortSignal): Promise<number> {
    const { secrets } = this.#options.endpoint;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'mail-server-approval',
      ...webhookHeaders(id, body, new Date(), secrets),
    };
    const family = isIP(address);
    const request = this.#url.protocol === 'https:' ? requestTls : requestPlain;
    return await new Promise((resolve, reject) => {
      const outgoing = request(this.#url, {
        method: 'POST',
        headers,
        signal,
        agent: false,
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

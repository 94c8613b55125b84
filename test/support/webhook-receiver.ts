import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { CertifiedKey } from '../../dev/certificates';

const eventSchema = z.object({
  type: z.string(),
  data: z.object({ organizationId: z.string(), sequence: z.number() }),
});

/** An attempt as it came in. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly status: number;
  /** Whether the signature is right by what was known of the secret. */
  readonly isGenuine: boolean;
}

/**
 * Endpoints of organizations, as they would write them: they verify signatures by the Standard Webhooks specification. Each
 * of them refuses the first attempt that it hears of.
 */
export class WebhookReceiver {
  readonly port: number;
  readonly #server: Server;
  readonly #secrets = new Map<string, string>();
  readonly #received = new Map<string, ReceivedWebhook[]>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start({ certificate: cert, key }: CertifiedKey): Promise<WebhookReceiver> {
    const server = createServer({ cert, key });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new WebhookReceiver(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => void receiver.#answer(request, response));
    return receiver;
  }

  /** Where an organization's events are to go. */
  get url(): string {
    return `https://127.0.0.1:${this.port}/events`;
  }

  /** The secret as the organization was shown it. */
  learn(organizationId: string, secret: string): void {
    this.#secrets.set(organizationId, secret);
  }

  /** All attempts of an organization, in the order in which they came. */
  attempts(organizationId: string): readonly ReceivedWebhook[] {
    return this.#received.get(organizationId) ?? [];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = request.headers;
    const signed = { id: String(id), at: String(at), signatures: String(signatures) };
    response.writeHead(this.#take(signed, body)).end();
  }

  #take(signed: { id: string; at: string; signatures: string }, body: string): number {
    const { type, data } = eventSchema.parse(JSON.parse(body));
    const before = this.attempts(data.organizationId);
    const status = before.length === 0 ? 500 : 204;
    const isGenuine = isSignedBy(this.#secrets.get(data.organizationId) ?? '', signed, body);
    const attempt = { id: signed.id, type, sequence: data.sequence, status, isGenuine };
    this.#received.set(data.organizationId, [...before, attempt]);
    return status;
  }
}

function isSignedBy(
  secret: string,
  { id, at, signatures }: { id: string; at: string; signatures: string },
  body: string,
) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest();
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

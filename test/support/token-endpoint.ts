import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { CertifiedKey } from '../../dev/certificates';

/** One request for a token, as it arrived. */
export interface ReceivedTokenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

export interface TokenReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes out as JSON, a text as it is. */
  readonly body: object | string;
  /** Never ends the body. */
  readonly endless?: boolean;
}

/** A token endpoint over HTTPS that answers by a script, the last answer again and again, and keeps what it was asked. */
export class TokenEndpoint {
  readonly requests: ReceivedTokenRequest[] = [];
  readonly #server: Server;
  #replies: readonly TokenReply[] = [{ body: {} }];

  private constructor(certificate: CertifiedKey) {
    this.#server = createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
        this.requests.push({ path: request.url ?? '', authorization: request.headers.authorization, form });
        const { status = 200, headers, body, endless = false } = this.#next();
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.write(typeof body === 'string' ? body : JSON.stringify(body));
        if (!endless) response.end();
      });
    });
  }

  static async start(certificate: CertifiedKey): Promise<TokenEndpoint> {
    const endpoint = new TokenEndpoint(certificate);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  answerWith(...replies: readonly TokenReply[]): void {
    this.#replies = replies;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #next(): TokenReply {
    return this.#replies[Math.min(this.requests.length, this.#replies.length) - 1] ?? { status: 500, body: '' };
  }
}

import { request, type IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** An answer over HTTP, its body cut off where it was longer than we read. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface FormPost {
  readonly host: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const largestBodyBytes = 64 * 1024;

/** Posts a form over a connection that is open and verified. Follows no redirect. Rejects when the connection breaks. */
export function postForm(
  socket: TLSSocket,
  { host, path, form, headers }: FormPost,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const body = new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const call = request({
      createConnection: () => socket,
      method: 'POST',
      host,
      path,
      signal,
      headers: {
        host,
        accept: 'application/json',
        connection: 'close',
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
    });
    call.once('error', reject);
    call.once('response', (response) => {
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    });
    call.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > largestBodyBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, largestBodyBytes);
}

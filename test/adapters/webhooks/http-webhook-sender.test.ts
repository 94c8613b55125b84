import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { HostResolver } from '../../../adapters/dns/host-resolver';
import { HttpWebhookSender } from '../../../adapters/webhooks/http-webhook-sender';
import { portOf } from '../../../adapters/webhooks/webhook-post';
import { webhookHeaders } from '../../../adapters/webhooks/webhook-signature';
import { createEgressPolicy } from '../../../domain/egress-policy';

const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const loopback = ['127.0.0.0/8'];

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let port: number;
let received: Received[];
let status: number | 'never';

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      if (status === 'never') return;
      response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end('x'.repeat(100_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  received = [];
  status = 204;
});

const named = (...addresses: string[]): HostResolver => ({
  resolve: async () => await Promise.resolve({ status: 'resolved', addresses }),
});

function sender(
  changes: { url?: string; networks?: string[]; resolver?: HostResolver; timeoutMs?: number } = {},
): HttpWebhookSender {
  const { url = `http://hooks.platform.example:${port}/events`, networks = loopback } = changes;
  return new HttpWebhookSender({
    endpoint: { url, secrets: [secret, Buffer.alloc(24, 7)] },
    policy: createEgressPolicy([portOf(new URL(url))], networks),
    resolver: changes.resolver ?? named('127.0.0.1'),
    timeoutMs: changes.timeoutMs ?? 5_000,
    authorities: [],
  });
}

const send = (from: HttpWebhookSender) =>
  from.send({ id: 'evt_org-1_2', body: '{"name":"Jürgen"}' }, new AbortController().signal);

describe('the signature', () => {
  it('is the one of the published example of Standard Webhooks', () => {
    const at = new Date(1_614_265_330_000);
    const headers = webhookHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}', at, [secret]);
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });
});

describe('a webhook', () => {
  it('is posted as it is, signed under every secret', async () => {
    expect(await send(sender())).toEqual({ status: 204, trouble: null });
    const [{ headers, body }] = received as [Received];
    expect(body).toBe('{"name":"Jürgen"}');
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const expected = webhookHeaders('evt_org-1_2', body, at, [secret, Buffer.alloc(24, 7)]);
    expect(headers).toMatchObject(expected);
    expect(expected['webhook-signature'].split(' ')).toHaveLength(2);
    expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(10_000);
  });

  it.each([200, 202, 299])('is taken with %i', async (answer) => {
    status = answer;
    expect(await send(sender())).toEqual({ status: answer, trouble: null });
  });

  it.each([301, 307, 400, 404, 410, 429, 500, 503])(
    'is not taken with %i, and no redirect is followed',
    async (answer) => {
      status = answer;
      expect(await send(sender())).toEqual({ status: answer, trouble: 'REFUSED' });
      expect(received).toHaveLength(1);
    },
  );

  it('does not wait for ever', async () => {
    status = 'never';
    expect(await send(sender({ timeoutMs: 200 }))).toEqual({ status: null, trouble: 'TIMED_OUT' });
  });

  it('tells when nobody listens', async () => {
    const url = 'http://hooks.platform.example:1/';
    expect(await send(sender({ url }))).toEqual({ status: null, trouble: 'NOT_REACHED' });
  });
});

describe('an address that the egress policy refuses', () => {
  it.each([
    ['a literal', { url: 'http://169.254.169.254/latest/meta-data' }],
    ['a name that leads there', { resolver: named('10.0.0.1') }],
    ['a name that leads there as well', { resolver: named('127.0.0.1', '169.254.169.254') }],
    ['an address within another', { url: 'http://[::ffff:169.254.169.254]/' }],
    ['a loopback that was not opened', { networks: [] }],
  ])('gets no packet: %s', async (_name, changes) => {
    expect(await send(sender(changes))).toEqual({ status: null, trouble: 'REFUSED_ADDRESS' });
    expect(received).toEqual([]);
  });

  it('is not reached by a name that changes its mind: the connection goes where the check looked', async () => {
    let asked = 0;
    const resolver: HostResolver = {
      resolve: async () => {
        asked += 1;
        return await Promise.resolve({ status: 'resolved', addresses: [asked === 1 ? '127.0.0.1' : '10.0.0.1'] });
      },
    };
    expect(await send(sender({ resolver }))).toEqual({ status: 204, trouble: null });
    expect(asked).toBe(1);
  });

  it('is told apart from a name that does not exist', async () => {
    const resolver: HostResolver = { resolve: async () => await Promise.resolve({ status: 'not-found' }) };
    expect(await send(sender({ resolver }))).toEqual({ status: null, trouble: 'NAME_NOT_FOUND' });
  });
});

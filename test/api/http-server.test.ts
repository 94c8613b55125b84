import { request, type RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

import { HttpServer, mostHeaders, usualBounds } from '../../api/http-server';

describe('the HTTP server', () => {
  it('finishes running requests before it closes, and takes no new ones', async () => {
    let finish: (() => void) | undefined;
    const server = new HttpServer((_request, response) => {
      finish = () => void response.end('done');
    });
    const port = await server.listen(0, '127.0.0.1');
    const running = fetch(`http://127.0.0.1:${port}/`);
    await expectEventually(() => finish !== undefined);
    const closed = server.close(5_000);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    finish?.();
    expect(await (await running).text()).toBe('done');
    await closed;
  });

  it('does not wait for connections that nobody uses', async () => {
    const server = new HttpServer((_request, response) => response.end('done'));
    const port = await server.listen(0, '127.0.0.1');
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    const since = Date.now();
    await server.close(5_000);
    expect(Date.now() - since).toBeLessThan(1_000);
  });

  it('cuts off requests that outlast the patience', async () => {
    const server = new HttpServer(() => undefined);
    const port = await server.listen(0, '127.0.0.1');
    const stuck = once(request({ host: '127.0.0.1', port }).end(), 'error');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    await server.close(200);
    expect(await stuck).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  it('says that its address is taken', async () => {
    const [one, other] = [new HttpServer(() => undefined), new HttpServer(() => undefined)];
    const port = await one.listen(0, '127.0.0.1');
    await expect(other.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await one.close(1_000);
  });
});

/** The usual bounds, in a hundredth of the time. */
const hasty = {
  ...usualBounds,
  headersTimeout: 100,
  requestTimeout: 600,
  connectionsCheckingInterval: 20,
  stalledTimeout: 3_300,
};
const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n';

describe('clients that take their time', () => {
  const asked: string[] = [];
  const answering: RequestListener = (incoming, response) => {
    asked.push(incoming.url ?? '');
    incoming.resume().once('end', () => response.end('done'));
  };
  let server: HttpServer;
  let port: number;
  const sockets: Socket[] = [];

  async function start(bounds = hasty, listener = answering): Promise<void> {
    server = new HttpServer(listener, bounds);
    port = await server.listen(0, '127.0.0.1');
  }

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.close(1_000);
    asked.length = 0;
  });

  function connected(): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  }

  /** What comes back until the server has had enough. */
  async function heard(socket: Socket): Promise<string> {
    let text = '';
    socket.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
    if (!socket.closed) await once(socket, 'close');
    return text;
  }

  /** Sends a piece every few milliseconds, for as long as it is let. */
  function trickle(socket: Socket, piece: (count: number) => string): void {
    let count = 0;
    const timer = setInterval(() => socket.write(piece((count += 1))), 10);
    socket.once('close', () => clearInterval(timer));
  }

  it('over their header fields are told so, and reach nothing, however many they are', async () => {
    await start();
    const slow = Array.from({ length: 50 }, connected);
    for (const socket of slow) {
      socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n');
      trickle(socket, (count) => `X-${count}: x\r\n`);
    }
    expect(await (await fetch(`http://127.0.0.1:${port}/quick`)).text()).toBe('done');
    const answers = await Promise.all(slow.map(heard));
    expect(answers.filter((answer) => !answer.startsWith('HTTP/1.1 408'))).toEqual([]);
    expect(asked).toEqual(['/quick']);
  });

  it('over their request line are cut off, too', async () => {
    await start();
    const socket = connected();
    trickle(socket, () => 'G');
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(asked).toEqual([]);
  });

  it('without a word do not stay', async () => {
    await start();
    expect(await heard(connected())).toMatch(/^HTTP\/1\.1 408/);
  });

  it('over their body are told so, while others are answered', async () => {
    await start();
    const socket = connected();
    socket.write(post);
    trickle(socket, () => 'x');
    expect(await (await fetch(`http://127.0.0.1:${port}/quick`)).text()).toBe('done');
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 408/);
  });

  it('with one request after the other get the same time for each', async () => {
    await start();
    const socket = connected();
    socket.write('GET /first HTTP/1.1\r\nHost: x\r\n\r\n');
    await expectEventually(() => asked.length === 1);
    socket.write('GET /second HTTP/1.1\r\n');
    trickle(socket, (count) => `X-${count}: x\r\n`);
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 200[^]*HTTP\/1\.1 408/);
    expect(asked).toEqual(['/first']);
  });

  it('who do not read their answer lose it, and what it holds', async () => {
    let hasClosed = false;
    await start({ ...hasty, stalledTimeout: 200 }, (_request, response) => {
      response.once('close', () => {
        hasClosed = true;
      });
      response.write(Buffer.alloc(64 * 1024 * 1024));
    });
    const socket = connected();
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await expectEventually(() => hasClosed);
    expect(hasClosed).toBe(true);
  });

  it.each<[string, () => string, string?]>([
    ['one field of 20 kB', () => `X-Long: ${'x'.repeat(20_000)}\r\n`],
    ['fields of 64 kB together', () => `X-Long: ${'x'.repeat(1_000)}\r\n`.repeat(64)],
    ['a path of 20 kB', () => '', `/${'x'.repeat(20_000)}`],
    ['more fields than may be', () => 'X: x\r\n'.repeat(mostHeaders)],
  ])('who send %s are refused before anything is judged', async (_name, fields, path = '/') => {
    await start(usualBounds);
    const socket = connected();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${fields()}\r\n`);
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 431/);
    expect(asked).toEqual([]);
  });

  it('who send as many fields as there may be are answered', async () => {
    await start(usualBounds);
    const socket = connected();
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'X: x\r\n'.repeat(mostHeaders - 2)}\r\n`);
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 200/);
  });

  it('have bounds that are shorter than what holds them', () => {
    expect(usualBounds.headersTimeout).toBeLessThan(usualBounds.requestTimeout);
    expect(usualBounds.requestTimeout).toBeLessThan(usualBounds.keepAliveTimeout);
    expect(usualBounds.keepAliveTimeout).toBeLessThan(usualBounds.stalledTimeout);
  });
});

async function expectEventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

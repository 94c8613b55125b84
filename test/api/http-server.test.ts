import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';

import { HttpServer } from '../../api/http-server';

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

  it('refuses headers without end', async () => {
    const server = new HttpServer((_request, response) => response.end('done'));
    const port = await server.listen(0, '127.0.0.1');
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 431/);
    socket.destroy();
    await server.close(1_000);
  });

  it('says that its address is taken', async () => {
    const [one, other] = [new HttpServer(() => undefined), new HttpServer(() => undefined)];
    const port = await one.listen(0, '127.0.0.1');
    await expect(other.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await one.close(1_000);
  });
});

async function expectEventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from '../support/eventually';
import { FaultProxy } from '../support/fault-proxy';

let echo: Server;
let proxy: FaultProxy;
let client: Socket;
let heard = '';

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await FaultProxy.start((echo.address() as AddressInfo).port);
  heard = '';
  client = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  client.on('data', (bytes) => (heard += bytes.toString()));
  client.write('one ');
  await eventually('the echo', () => heard === 'one ');
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

describe('a stretch of network', () => {
  it('that stalls keeps what is said until it is mended', async () => {
    proxy.stall('toClient');
    const before = proxy.answered;
    client.write('two ');
    await eventually('the answer is on its way', () => proxy.answered > before);
    expect(heard).toBe('one ');
    proxy.mend();
    await eventually('the rest', () => heard === 'one two ');
  });

  it('that is cut breaks what is open and refuses what comes, until it is mended', async () => {
    const closed = closeOf(client);
    proxy.cut();
    await closed;
    const late = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await closeOf(late);
    proxy.mend();
    const next = connect(proxy.port, '127.0.0.1');
    next.write('again');
    expect(String(await once(next, 'data'))).toBe('again');
    next.destroy();
  });
});

/** Unlike `once`, it takes an error for a way of closing. */
async function closeOf(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import express from 'express';

import { expressMessages } from '../../api/express-messages';

/** What an application sees of the prototypes of a request and its answer, before Express takes it over and after. */
async function prototypesSeen(usesClasses: boolean): Promise<{ before: unknown[]; after: unknown[]; answer: unknown }> {
  const seen = { before: [] as unknown[], after: [] as unknown[] };
  const prototypes = (...messages: [IncomingMessage, ServerResponse]) => messages.map(Object.getPrototypeOf);
  const app = express();
  app.set('trust proxy', ['loopback']);
  app.use((request, response) => {
    seen.after = prototypes(request, response);
    response.status(202).json({ ip: request.ip, sees: request.app === app });
  });
  const server = createServer(usesClasses ? expressMessages(app) : {}, (request, response) => {
    seen.before = prototypes(request, response);
    app(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const headers = { 'x-forwarded-for': '192.0.2.1' };
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers });
  const answer: unknown = await response.json();
  server.closeAllConnections();
  server.close();
  return { ...seen, answer };
}

describe('requests and responses of an Express application', () => {
  it('are what Express makes of them from the beginning, so that none changes its prototype', async () => {
    const { before, after, answer } = await prototypesSeen(true);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(answer).toEqual({ ip: '192.0.2.1', sees: true });
  });

  it('would be given another one otherwise', async () => {
    const { before, after } = await prototypesSeen(false);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});

import { createServer } from 'node:tls';

import { SinkConnection } from './sink-connection';
import type { Delivery, SinkBehaviour, SinkCount, SinkOptions, SinkQuestion } from './sink-protocol';

// The sink's own process: a TLS server, so that its work shows apart from that of those who send.

let behaviour: SinkBehaviour = { roundTripMs: 0, pipelining: true, tarpits: [] };
let deliveries: Delivery[] = [];
let distinct = new Set<string>();
let open = 0;
let mostOpen = 0;

function delivered(messageId: string, at: number): void {
  deliveries.push([messageId, at]);
  distinct.add(messageId);
}

function begin(next: SinkBehaviour): string {
  behaviour = next;
  deliveries = [];
  distinct = new Set();
  mostOpen = open;
  return 'begun';
}

function answer(question: SinkQuestion): string | SinkCount | readonly Delivery[] {
  switch (question.type) {
    case 'begin':
      return begin(question.behaviour);
    case 'count':
      return { distinct: distinct.size, total: deliveries.length, connections: mostOpen };
    case 'deliveries':
      return deliveries;
  }
}

function serve({ certificate, key }: SinkOptions): void {
  const server = createServer({ cert: certificate, key }, (socket) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    socket.once('close', () => (open -= 1));
    void new SinkConnection(socket, { behaviour: () => behaviour, delivered });
  });
  // A client that was killed in its handshake.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.send?.({ type: 'ready', details: { port } });
  });
}

process.once('disconnect', () => process.exit(0));
process.once('message', (options: SinkOptions) => {
  serve(options);
  process.on('message', (question: SinkQuestion) => process.send?.(answer(question)));
});

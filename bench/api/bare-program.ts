import express, { type Express } from 'express';
import { mongo } from 'mongoose';

/** Where the bare server finds the database that the service uses. */
export interface BareOptions {
  readonly uri: string;
  readonly database: string;
}

interface Stored {
  readonly _id: string;
  readonly state: object;
}

interface Mail {
  readonly _id: string;
  readonly [field: string]: unknown;
}

// What a programmer in a hurry would write: Express, the driver, and the same work in the same database. It knows nobody,
// validates nothing, bounds nothing and logs nothing.

async function serve({ uri, database }: BareOptions): Promise<void> {
  const client = await mongo.MongoClient.connect(uri, { maxPoolSize: 20, writeConcern: { w: 1, journal: true } });
  const server = bareApp(client.db(database)).listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.send?.({ type: 'ready', details: { port } });
  });
}

function bareApp(database: mongo.Db): Express {
  const organizations = database.collection<Stored>('organizations');
  const outbox = database.collection<Mail>('outbox');
  const kept = database.collection<Mail>('bare_outbox');
  const app = express();
  app.get('/organizations/:id', async (request, response) => {
    const found = await organizations.findOne({ _id: request.params.id });
    response.json(found?.state ?? null);
  });
  app.get('/organizations/:id/messages', async (request, response) => {
    const query = { organizationId: request.params.id };
    const mails = await outbox
      .find(query, { projection: { bytes: 0 } })
      .sort({ acceptedAt: -1, _id: -1 })
      .limit(50)
      .toArray();
    response.json({ items: mails });
  });
  app.post('/messages', express.json({ limit: '10mb' }), async (request, response) => {
    const body: Mail = request.body;
    const organization = await organizations.findOne({ _id: String(body['organizationId']) });
    if (organization === null) {
      response.status(404).end();
      return;
    }
    const id = crypto.randomUUID();
    await kept.insertOne({ ...body, _id: id, acceptedAt: new Date() });
    response.status(202).json({ id });
  });
  return app;
}

process.once('disconnect', () => process.exit(0));
process.once('message', (options: BareOptions) => {
  serve(options).catch((error: unknown) => {
    process.send?.({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

import { z } from 'zod';
import { startCustomerServer } from '../customer-server/customer-server';
import { runComponent } from './run-component';

const optionsSchema = z.object({
  hostName: z.string(),
  certificate: z.object({ certificate: z.string(), key: z.string() }),
  user: z.object({ name: z.string(), password: z.string() }),
  domain: z.string(),
  ports: z.object({ starttls: z.number(), tls: z.number() }),
  next: z.object({ port: z.number(), authority: z.string() }),
});

void runComponent(optionsSchema, async (options) => {
  const server = await startCustomerServer({ ...options, log: console.log });
  return { details: { ...server.ports }, stop: async () => await server.close() };
});

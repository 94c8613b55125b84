import { z } from 'zod';
import { startInbox } from '../inbox/inbox';
import { runComponent } from './run-component';

const optionsSchema = z.object({
  directory: z.string(),
  certificate: z.object({ certificate: z.string(), key: z.string() }),
  platformUser: z.object({ name: z.string(), password: z.string() }),
  ports: z.object({ web: z.number(), platform: z.number(), mx: z.number() }),
  routes: z.array(z.object({ domains: z.array(z.string()), port: z.number() })),
});

void runComponent(optionsSchema, async (options) => {
  const inbox = await startInbox({ ...options, log: console.log });
  return { details: { url: inbox.url }, stop: async () => await inbox.close() };
});

import { z } from 'zod';
import { startOidc } from '../oidc/provider';
import { runComponent } from './run-component';

const optionsSchema = z.object({
  directory: z.string(),
  port: z.number(),
  backendSecret: z.string(),
  dashboardSecret: z.string(),
  dashboardRedirectUris: z.array(z.string()),
  organizations: z.array(z.string()).default([]),
});

void runComponent(optionsSchema, async (options) => {
  const provider = await startOidc(options);
  return { details: { issuer: provider.url }, stop: async () => await provider.close() };
});

import { parseArgs } from 'node:util';
import { accessTokenFor, machineToken } from './access-token';
import { BACKEND_CLIENT, demoUsers } from './oidc/demo-users';
import { stackSecrets } from './stack/secrets';
import { publishedAddresses } from './stack/published-addresses';
import { dataDirectory } from './support/directories';

const USAGE = `Usage: npm run -s token -- --user EMAIL | --client ${BACKEND_CLIENT}`;

/** `npm run token`: prints a bearer token of a demo user or of the product's backend. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { user: { type: 'string' }, client: { type: 'string' } } });
  const { oidcIssuer } = await publishedAddresses(dataDirectory());
  console.log(await tokenFor(oidcIssuer, values));
}

async function tokenFor(issuer: string, { user, client }: { user?: string; client?: string }): Promise<string> {
  if (user !== undefined && client === undefined) {
    if (demoUsers.some(({ email }) => email === user)) return await accessTokenFor(issuer, user);
    throw new Error(`There is no user ${user}. Demo users: ${demoUsers.map(({ email }) => email).join(', ')}`);
  }
  if (user === undefined && client === BACKEND_CLIENT) {
    const { backendSecret } = await stackSecrets(dataDirectory());
    return await machineToken(issuer, client, backendSecret);
  }
  throw new Error(USAGE);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

import { randomBytes } from 'node:crypto';

const keyBytes = 32;
const passwordBytes = 24;

/** What docker-compose.yml asks for besides the keys: passwords that people and services of one deployment share. */
const passwordNames = [
  'MONGODB_ROOT_PASSWORD',
  'MONGODB_PASSWORD',
  'MONGODB_REPLICA_KEY',
  'POSTGRES_PASSWORD',
  'TEMPORAL_DB_PASSWORD',
  'KEYCLOAK_DB_PASSWORD',
  'KEYCLOAK_ADMIN_PASSWORD',
  'DEMO_USERS_PASSWORD',
  'BACKEND_CLIENT_SECRET',
  'DASHBOARD_CLIENT_SECRET',
];

const usage = 'Usage: npm run -s keys:generate [-- --with-passwords]\n';

/** The lines of an environment file with new keys, named by the day on which they were made. */
export function keyLines(today: Date): string[] {
  const id = today.toISOString().slice(0, 10);
  const rings = ['CREDENTIAL_KEYS', 'PAYLOAD_KEYS', 'AUDIT_KEYS', 'INBOUND_ADDRESS_KEYS'].map(
    (name) => `${name}=${id}:${newKey()}`,
  );
  return [...rings, `CONFIRMATION_CODE_KEY=${newKey()}`];
}

/** The lines of an environment file with new passwords; their letters need no escaping in URIs and in JSON. */
export function passwordLines(): string[] {
  return passwordNames.map((name) => `${name}=${randomBytes(passwordBytes).toString('hex')}`);
}

function newKey(): string {
  return randomBytes(keyBytes).toString('base64');
}

/** `npm run keys:generate`: prints new secrets for an environment file. */
function main(options: readonly string[]): void {
  if (options.some((option) => option !== '--with-passwords')) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const lines = [...keyLines(new Date()), ...(options.length > 0 ? passwordLines() : [])];
  process.stdout.write(`${lines.join('\n')}\n`);
}

if (require.main === module) main(process.argv.slice(2));

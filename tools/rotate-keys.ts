import { parseArgs } from 'node:util';

import { SealedBox } from '../adapters/crypto/sealed-box';
import { storedSecretKeys } from '../adapters/vault/stored-secret-keys';
import { MongoConnection } from '../adapters/mongo/mongo-connection';
import { MongoCredentialRewrapper, type RewrapResult } from '../adapters/mongo/mongo-credential-rewrapper';
import { readCredentialKeysConfig } from '../config/env';
import { keyOptions } from '../config/key-options';
import { commandEnvironment } from '../config/environment-file';
import { runAsProgram, runFramed, type CommandWorld } from './command-frame';

const usage = `Usage: npm run -s keys:rotate -- [options]

Wraps all stored secrets with the active key, while API and workers go on: the newest version of VAULT_TRANSIT_KEY where
VAULT_ADDRESS is set, and otherwise the first of CREDENTIAL_KEYS. Restart API and workers with the new key first;
afterwards the keys that wrap nothing any more can be removed.

  --env-file FILE     read MONGODB_URI, MONGODB_DATABASE, CREDENTIAL_KEYS and VAULT_… from this file
  --json              print one object: {activeKey, rewrapped, unreadable, remaining, unused}
  --help              print this text

Ends with 0 done, 1 some secrets could not be opened, 2 could not be done, 3 called in a way that cannot work.`;

interface Rotation extends RewrapResult {
  readonly activeKey: string;
  /** Configured keys that wrap nothing any more. */
  readonly unused: readonly string[];
}

/** Runs the command and returns its exit code: 0 done, 1 some unreadable, 2 could not be done, 3 usage. */
export async function rotateKeys(args: readonly string[], world: CommandWorld): Promise<number> {
  const command = { usage, failure: 'The keys could not be exchanged', readOptions, run };
  return await runFramed(command, args, world);
}

function readOptions(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const options = { 'env-file': { type: 'string' }, json: flag, help: flag } as const;
  return parseArgs({ args: [...args], options }).values;
}

async function run({ 'env-file': envFile, json }: ReturnType<typeof readOptions>) {
  const rotation = await rotate(envFile);
  const text = json === true ? JSON.stringify(rotation) : readable(rotation);
  return { text, isClean: rotation.unreadable.length === 0 };
}

async function rotate(envFile: string | undefined): Promise<Rotation> {
  const config = readCredentialKeysConfig(commandEnvironment(envFile));
  const secretKeys = storedSecretKeys(keyOptions(config));
  const mongo = new MongoConnection({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE });
  try {
    const activeKey = await secretKeys.keys.activeKeyId();
    const result = await new MongoCredentialRewrapper(mongo, new SealedBox(secretKeys.keys)).rewrapAll(activeKey);
    const others = config.CREDENTIAL_KEYS.map(({ id }) => id).filter((id) => id !== activeKey);
    return { activeKey, ...result, unused: others.filter((id) => !Object.hasOwn(result.remaining, id)) };
  } finally {
    secretKeys.close();
    await mongo.close();
  }
}

function readable({ activeKey, rewrapped, unreadable, remaining, unused }: Rotation): string {
  const lines = [`${rewrapped} secrets are now wrapped by key ${activeKey}.`];
  for (const [id, count] of Object.entries(remaining)) lines.push(`  key ${id} wraps ${count}`);
  for (const { organizationId, credentialId } of unreadable) {
    lines.push(`  NOT READABLE with any configured key: credential ${credentialId} of ${organizationId}`);
  }
  if (unused.length > 0) lines.push(`Can be removed from CREDENTIAL_KEYS: ${unused.join(', ')}`);
  return lines.join('\n');
}

if (require.main === module) void runAsProgram(rotateKeys);

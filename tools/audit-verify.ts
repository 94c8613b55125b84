import { parseArgs } from 'node:util';

import { AuditSeal } from '../adapters/crypto/audit-seal';
import { KeyRing } from '../adapters/crypto/key-ring';
import { MongoAuditArchive } from '../adapters/mongo/mongo-audit-archive';
import { MongoConnection } from '../adapters/mongo/mongo-connection';
import { readAuditConfig } from '../config/env';
import { commandEnvironment } from '../config/environment-file';
import type { AuditFaultKind } from '../domain/audit-chain';
import { readAnchors, writeAnchors } from './audit-anchors';
import { runAsProgram, runFramed, type CommandWorld } from './command-frame';
import { verifyTrails, type VerificationResult } from './audit-verification';

const usage = `Usage: npm run -s audit:verify -- [options]

Verifies that no entry of an audit trail was changed, deleted, added in between or cut off at the end.

  --organization ID   only the trail of this organization
  --anchors FILE      compare with the ends that an earlier run left in this file, and leave the new ones there when all
                      is well; keep the file where nobody who can write to the database can write
  --env-file FILE     read MONGODB_URI, MONGODB_DATABASE and AUDIT_KEYS from this file
  --json              print one object: {organizations, entries, faults}
  --help              print this text

Ends with 0 intact, 1 broken, 2 could not be verified, 3 called in a way that cannot work.`;

const meanings: Readonly<Record<AuditFaultKind, string>> = {
  ENTRY_CHANGED: 'the entry is not what was written',
  ENTRY_MISSING: 'an entry is missing from here on',
  ENTRY_OUT_OF_ORDER: 'the entry stands where another one belongs',
  CHAIN_BROKEN: 'the entry does not follow from the one before',
  HEAD_MISSING: 'the organization has a trail but no sealed end, or a projection but no trail',
  HEAD_FORGED: 'the sealed end was not made by this service, or with a key that AUDIT_KEYS lacks',
  HEAD_NOT_REACHED: 'the trail was cut: it ends before the end that is known',
  HEAD_DIFFERS: 'the entry at the known end is another one than was sealed there',
};

/** Runs the command and returns its exit code: 0 intact, 1 broken, 2 could not be verified, 3 usage. */
export async function auditVerify(args: readonly string[], world: CommandWorld): Promise<number> {
  const command = { usage, failure: 'The audit trails could not be verified', readOptions, run };
  return await runFramed(command, args, world);
}

type Options = ReturnType<typeof readOptions>;

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { organization: text, anchors: text, 'env-file': text, json: flag, help: flag };
  return parseArgs({ args: [...args], options }).values;
}

async function run(options: Options) {
  const result = await verify(options);
  const text = options.json === true ? jsonResult(result) : readableResult(result);
  return { text, isClean: result.faults.length === 0 };
}

async function verify({ organization, anchors: file, 'env-file': envFile }: Options): Promise<VerificationResult> {
  const config = readAuditConfig(commandEnvironment(envFile));
  const mongo = new MongoConnection({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE });
  try {
    const anchors = file === undefined ? [] : await readAnchors(file);
    const request = { organizationId: organization ?? null, anchors };
    const seal = new AuditSeal(new KeyRing(config.AUDIT_KEYS));
    const result = await verifyTrails(new MongoAuditArchive(mongo), seal, request);
    if (file !== undefined && result.faults.length === 0) {
      const seen = new Set(result.heads.map((head) => head.organizationId));
      await writeAnchors(file, [...anchors.filter((head) => !seen.has(head.organizationId)), ...result.heads]);
    }
    return result;
  } finally {
    await mongo.close();
  }
}

function readableResult({ organizations, entries, faults }: VerificationResult): string {
  const scope = `${entries} entries of ${organizations} organizations`;
  if (faults.length === 0) return `Intact: ${scope}`;
  const lines = faults.map(({ organizationId, sequence, kind }) => {
    return `  ${organizationId} at ${sequence}: ${kind}, ${meanings[kind]}`;
  });
  return [`BROKEN: ${faults.length} fault(s) in ${scope}`, ...lines].join('\n');
}

function jsonResult({ organizations, entries, faults }: VerificationResult): string {
  return JSON.stringify({ organizations, entries, faults });
}

if (require.main === module) void runAsProgram(auditVerify);

import { z } from 'zod';

import {
  apiCombinations,
  inboundCombinations,
  keyCombinations,
  workerCombinations,
  type CombinationRule,
} from './combinations';
import {
  apiVariables,
  inboundVariables,
  listenerVariables,
  returnAddressVariables,
  sharedVariables,
  vaultVariables,
  workerVariables,
} from './variables';

/** Configuration is read once, at start. Every fault is reported together, by name; a malformed value is never a default. */
export class ConfigurationError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const apiSchema = z.object({ ...sharedVariables, ...apiVariables });
/** What verifying the audit trails needs of the worker's configuration. */
const auditSchema = z.object({
  MONGODB_URI: sharedVariables.MONGODB_URI,
  MONGODB_DATABASE: sharedVariables.MONGODB_DATABASE,
  AUDIT_KEYS: workerVariables.AUDIT_KEYS,
});
/** What exchanging the keys of stored secrets needs. */
const credentialKeysSchema = z.object({
  MONGODB_URI: sharedVariables.MONGODB_URI,
  MONGODB_DATABASE: sharedVariables.MONGODB_DATABASE,
  CREDENTIAL_KEYS: sharedVariables.CREDENTIAL_KEYS,
  ...vaultVariables,
});
const workerSchema = z.object({
  ...sharedVariables,
  ...workerVariables,
  ...returnAddressVariables,
  ...listenerVariables,
});
const inboundSchema = z.object(inboundVariables);

export type ApiConfig = Readonly<z.infer<typeof apiSchema>>;
export type AuditConfig = Readonly<z.infer<typeof auditSchema>>;
export type CredentialKeysConfig = Readonly<z.infer<typeof credentialKeysSchema>>;
export type WorkerConfig = Readonly<z.infer<typeof workerSchema>>;
export type InboundConfig = Readonly<z.infer<typeof inboundSchema>>;

/** What the API is configured with. Throws a ConfigurationError that names every fault. */
export function readApiConfig(environment: Environment = process.env): ApiConfig {
  return read(apiSchema, apiCombinations, environment);
}

/** What the worker is configured with. Throws a ConfigurationError that names every fault. */
export function readWorkerConfig(environment: Environment = process.env): WorkerConfig {
  return read(workerSchema, workerCombinations, environment);
}

/** What the exchange of the keys of stored secrets is configured with. Throws a ConfigurationError that names every fault. */
export function readCredentialKeysConfig(environment: Environment = process.env): CredentialKeysConfig {
  return read(credentialKeysSchema, keyCombinations, environment);
}

/** What the verification of audit trails is configured with. Throws a ConfigurationError that names every fault. */
export function readAuditConfig(environment: Environment = process.env): AuditConfig {
  return read(auditSchema, [], environment);
}

/** What a listener that runs alone is configured with. Throws a ConfigurationError that names every fault. */
export function readInboundConfig(environment: Environment = process.env): InboundConfig {
  return read(inboundSchema, inboundCombinations, environment);
}

function read<Output>(
  schema: z.ZodType<Output>,
  combinations: readonly CombinationRule[],
  environment: Environment,
): Readonly<Output> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  const faults = [
    ...(result.error?.issues ?? []).map(describe),
    ...combinations.map((rule) => rule(given)).filter((fault) => fault !== undefined),
  ];
  if (!result.success || faults.length > 0) throw new ConfigurationError(faults);
  return frozen(result.data);
}

function describe(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`;
}

/** Freezes values and the lists within them. The bytes of keys can't be frozen. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

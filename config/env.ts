import { z } from 'zod';

import { apiVariables, sharedVariables, workerVariables } from './variables';

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
const workerSchema = z.object({ ...sharedVariables, ...workerVariables });

export type ApiConfig = Readonly<z.infer<typeof apiSchema>>;
export type WorkerConfig = Readonly<z.infer<typeof workerSchema>>;

export function readApiConfig(environment: Environment = process.env): ApiConfig {
  return parse(apiSchema, environment);
}

export function readWorkerConfig(environment: Environment = process.env): WorkerConfig {
  return parse(workerSchema, environment);
}

function parse<Output>(schema: z.ZodType<Output>, environment: Environment): Readonly<Output> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) throw new ConfigurationError(result.error.issues.map(describe));
  return Object.freeze(result.data);
}

function describe(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`;
}

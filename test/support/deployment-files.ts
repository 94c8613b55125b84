import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

const root = join(__dirname, '../..');

export function projectFile(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const scalar = z.union([z.string(), z.number()]);

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      build: z.unknown().optional(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), scalar).default({}),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      restart: z.string().optional(),
      healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      read_only: z.boolean().default(false),
      stop_grace_period: z.string().optional(),
    }),
  ),
});

export type ComposeFile = z.infer<typeof composeSchema>;

/** docker-compose.yml as it is written, with its anchors resolved. */
export function composeDocument(): unknown {
  return parse(projectFile('docker-compose.yml'), { merge: true });
}

const placeholder = /\$\{(\w+)(:-|:\?)([^}]*)\}/g;

/** docker-compose.yml as docker compose would run it with these variables. Throws where a required one is missing. */
export function composeWith(variables: Readonly<Record<string, string>>): ComposeFile {
  const fill = (_match: string, name: string, kind: string, rest: string): string => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === ':?') throw new Error(`${name} ${rest}`);
    return rest;
  };
  const interpolate = (_key: unknown, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(placeholder, fill) : value;
  return composeSchema.parse(parse(projectFile('docker-compose.yml'), interpolate, { merge: true }));
}

export interface Placeholder {
  readonly name: string;
  readonly required: boolean;
}

/** The variables that docker-compose.yml takes from its environment. */
export function composePlaceholders(): Placeholder[] {
  const found = [...projectFile('docker-compose.yml').matchAll(placeholder)];
  return found.map(([, name = '', kind]) => ({ name, required: kind === ':?' }));
}

export interface ExampleLine {
  readonly name: string;
  readonly value: string;
  /** Shown as a comment: the service runs without it. */
  readonly commentedOut: boolean;
}

/** The variables of .env.example. */
export function exampleLines(): ExampleLine[] {
  const lines = [...projectFile('.env.example').matchAll(/^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  return lines.map(([, comment, name = '', value = '']) => ({ name, value, commentedOut: comment !== undefined }));
}

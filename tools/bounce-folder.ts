import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readMail } from '../adapters/mime/read-mail';
import type { BounceReading } from '../domain/bounces/bounce-reading';
import { readBounce } from '../domain/bounces/read-bounce';

/** One expected recipient of `expected.json`. */
export interface ExpectedRecipient {
  readonly recipient: string;
  readonly kind: string;
  readonly reason: string;
  readonly hard: boolean;
}
export type Expectations = ReadonlyMap<string, readonly ExpectedRecipient[]>;

export interface FileReading {
  readonly file: string;
  readonly reading: BounceReading;
}

/** Readings of all files, and the mails that one core parses in a second of its own time, without reading from disk. */
export interface FolderReading {
  readonly readings: readonly FileReading[];
  readonly mailsPerSecond: number;
}

/** Something about the call that the caller can put right; the message says what. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const fewestPasses = 7;
const mostPasses = 40;
const timingBudget = 2;

/**
 * Parses every `.eml` of a folder, and then several times more to take the time of the quickest pass: the first ones are
 * slowed by code that the runtime has not compiled yet. What is taken is processor time, so that other work of the machine
 * does not count. Throws `UsageError`
 * where there is no folder or no mail in it.
 */
export function readFolder(folder: string): FolderReading {
  const files = emlFiles(folder).map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
  const readings = files.map(({ file, bytes }) => ({ file, reading: readBounce(readMail(bytes)) }));
  const seconds = quickestPass(files);
  return { readings, mailsPerSecond: Math.round(files.length / Math.max(seconds, 1e-6)) };
}

/** Seven passes at least; more of them, within two seconds, where a folder is small. */
function quickestPass(files: readonly { readonly bytes: Uint8Array }[]): number {
  const times: number[] = [];
  let spent = 0;
  while (times.length < fewestPasses || (times.length < mostPasses && spent < timingBudget)) {
    const seconds = timePass(files);
    times.push(seconds);
    spent += seconds;
  }
  return Math.min(...times);
}

function timePass(files: readonly { readonly bytes: Uint8Array }[]): number {
  const started = process.cpuUsage();
  for (const { bytes } of files) readBounce(readMail(bytes));
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** The `expected.json` of a folder, `null` where there is none; throws `UsageError` where it has another form. */
export function readExpectations(folder: string): Expectations | null {
  const path = join(folder, 'expected.json');
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null;
  const data = parseJson(path);
  if (!isRecord(data)) throw new UsageError(`${path}: expected an object of file names`);
  return new Map(Object.entries(data).map(([file, list]) => [file, expectedList(path, file, list)]));
}

function emlFiles(folder: string): string[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`${folder}: no such folder`);
  if (!found.isDirectory()) throw new UsageError(`${folder}: not a folder`);
  const files = readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith('.eml'))
    .toSorted();
  if (files.length === 0) throw new UsageError(`${folder}: holds no .eml file`);
  return files;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: not valid JSON (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
}

function expectedList(path: string, file: string, list: unknown): ExpectedRecipient[] {
  if (!Array.isArray(list)) throw new UsageError(`${path}: ${file} is not a list of recipients`);
  return list.map((one: unknown) => {
    if (!isRecord(one)) throw new UsageError(`${path}: ${file} holds something that is not a recipient`);
    const { recipient, kind, reason, hard } = one;
    if (
      typeof recipient !== 'string' ||
      typeof kind !== 'string' ||
      typeof reason !== 'string' ||
      typeof hard !== 'boolean'
    ) {
      throw new UsageError(`${path}: ${file} needs recipient, kind, reason and hard for each recipient`);
    }
    return { recipient, kind, reason, hard };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

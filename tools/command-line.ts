import { readFileSync } from 'node:fs';

/** Called in a way that cannot work; the message says why. */
export class UsageError extends Error {}

/** The options that were given once, by name, without the dashes. */
export type GivenOptions = Readonly<Record<string, string | undefined>>;

/** One of the choices. Throws UsageError. */
export function oneOf<Choice extends string>(option: string, given: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new UsageError(`${option} must be one of ${choices.join(', ')}`);
  return found;
}

/** A file's content as text. Throws UsageError. */
export function contentOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${option}: ${file} cannot be read`, { cause });
  }
}

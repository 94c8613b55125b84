/** A message from outside the type system: typed by hand in the Temporal UI, or sent by a client of another version. */
export type RawMessage = Readonly<Record<string, unknown>>;

/** A message does not have the shape that its name promises. `field` says where, never what was there. */
export class MalformedMessage extends Error {
  constructor(field: string) {
    super(`The message is malformed at "${field}"`);
    this.name = 'MalformedMessage';
  }
}

/** The value as a record. Throws MalformedMessage. */
export function asRecord(value: unknown, field: string): RawMessage {
  if (!isRecord(value)) throw new MalformedMessage(field);
  return value;
}

export function readText(raw: RawMessage, field: string): string {
  const value = raw[field];
  if (typeof value !== 'string') throw new MalformedMessage(field);
  return value;
}

/** A text, or null where there is none. */
export function readOptionalText(raw: RawMessage, field: string): string | null {
  return raw[field] === undefined || raw[field] === null ? null : readText(raw, field);
}

/** A whole number from 0. */
export function readCount(raw: RawMessage, field: string): number {
  const value = raw[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new MalformedMessage(field);
  return value;
}

export function readFlag(raw: RawMessage, field: string): boolean {
  const value = raw[field];
  if (typeof value !== 'boolean') throw new MalformedMessage(field);
  return value;
}

/** A moment in ISO 8601. */
export function readMoment(raw: RawMessage, field: string): string {
  const text = readText(raw, field);
  if (Number.isNaN(Date.parse(text))) throw new MalformedMessage(field);
  return new Date(text).toISOString();
}

/** One of the choices. */
export function readChoice<Choice extends string>(raw: RawMessage, field: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === raw[field]);
  if (found === undefined) throw new MalformedMessage(field);
  return found;
}

/** Some of the choices, none where the field is missing. */
export function readChoices<Choice extends string>(
  raw: RawMessage,
  field: string,
  choices: readonly Choice[],
): readonly Choice[] {
  const values: unknown = raw[field] ?? [];
  if (!Array.isArray(values)) throw new MalformedMessage(field);
  return values.map((value) => readChoice({ [field]: value }, field, choices));
}

function isRecord(value: unknown): value is RawMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { hostname } from 'node:os';

import { z } from 'zod';

import { createEgressPolicy } from '../domain/egress-policy';
import { Secret } from '../domain/secret';

/** How variables are written. Messages name what is expected and never repeat what was given: it may be a secret. */

const controlCharacter = /\p{Cc}/u;

export const text = z
  .string({ error: 'is required' })
  .trim()
  .min(1, 'must not be empty')
  .refine((value) => !controlCharacter.test(value), 'must not contain control characters');

export const secret = text.transform((value) => new Secret(value));

export const mailAddress = text.pipe(z.email('must be a mail address'));

export const webUrl = text.pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }));

export const hostAndPort = text.regex(/^(?:[^\s:/@]+|\[[0-9a-f:.]+\]):\d{1,5}$/i, 'must be written as host:port');

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

export const hostName = text.regex(new RegExp(`^${label}(?:\\.${label})*$`, 'i'), 'must be a host name');

/**
 * What we call ourselves in EHLO (RFC 5321 section 4.1.1.1). Without it, the machine's own name where that is a fully
 * qualified one; a short name would be refused by many servers, so that it has to be given then.
 */
export const ehloName = (machine: string = hostname()) =>
  machine.includes('.') && hostName.safeParse(machine).success ? hostName.default(machine) : hostName;

export const mongodbUri = text
  .regex(/^mongodb(?:\+srv)?:\/\/\S+$/, 'must be a mongodb:// or mongodb+srv:// URI')
  .transform((value) => new Secret(value));

/** A whole number in decimal digits: no sign, no exponent, no other base. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return text.transform((value, context): number => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    context.addIssue({ code: 'custom', message: `must be a whole number ${range}` });
    return z.NEVER;
  });
}

export const port = wholeNumber(1, 65_535);

/** From 0 to 1, written as a decimal number. */
export const share = text.transform((value, context): number => {
  if (/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/.test(value)) return Number(value);
  context.addIssue({ code: 'custom', message: 'must be a decimal number from 0 to 1' });
  return z.NEVER;
});

const headerPair = /^\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*=(?:[^%,]|%[0-9A-Fa-f]{2})*$/;

/** HTTP headers as OpenTelemetry writes them; they may hold a key, so that nothing of them is ever shown. */
export const headerPairs = text
  .refine((value) => value.split(',').every(isHeaderPair), 'must be name=value, separated by commas')
  .transform((value) => new Secret(value));

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  const expected = `must be one of ${values.join(', ')}`;
  return z.enum(values, { error: ({ input }) => (input === undefined ? 'is required' : expected) });
}

/** Items separated by commas; spaces around them and empty ones do not count. */
export function commaList<Item>(fallback: string, expected: string, read: (item: string) => Item | undefined) {
  return z
    .string()
    .default(fallback)
    .transform((value, context): readonly Item[] => {
      const given = value.split(',').map((item) => item.trim());
      const items = given.filter((item) => item !== '').map(read);
      const valid = items.filter((item) => item !== undefined);
      if (valid.length < items.length) context.addIssue({ code: 'custom', message: expected });
      return valid;
    });
}

export function portList(fallback: string) {
  return commaList(
    fallback,
    'must be a list of port numbers, separated by commas',
    (item) => port.safeParse(item).data,
  );
}

export function networkList(fallback: string) {
  const expected = 'must be a list of networks in CIDR notation, separated by commas';
  return commaList(fallback, expected, (item) => (isNetwork(item) ? item : undefined));
}

const proxyNames = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Proxies whose word about their clients is believed. A network of length 0 would believe everybody. */
export function proxyList(fallback: string) {
  const expected =
    'must be a list of networks in CIDR notation, loopback, linklocal or uniquelocal, separated by commas';
  return commaList(fallback, expected, (item) => {
    const isProxy = proxyNames.has(item) || (isNetwork(item) && !/\/0+$/.test(item));
    return isProxy ? item : undefined;
  });
}

function isNetwork(item: string): boolean {
  try {
    createEgressPolicy([], [item]);
    return true;
  } catch {
    return false;
  }
}

/** One AES-256 key with its id; the id travels with what it encrypts. */
export interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

const keyBytes = 32;
const keyId = /^[A-Za-z0-9._-]{1,64}$/;
const hidden = '[secret]';

export const keyMaterial = text.transform((value, context): Buffer => {
  const key = readKey(value);
  if (key !== undefined) return key;
  context.addIssue({ code: 'custom', message: `must be the base64 of ${keyBytes} bytes` });
  return z.NEVER;
});

/** `id:base64,id:base64`: the first key encrypts, all of them decrypt. */
export const keyRing = text.transform((value, context): readonly NamedKey[] => {
  const keys = value.split(',').map(readNamedKey);
  const valid = keys.filter((key) => key !== undefined);
  if (valid.length < keys.length) {
    context.addIssue({ code: 'custom', message: `must be a list of <key id>:<base64 of ${keyBytes} bytes>` });
  } else if (new Set(valid.map(({ id }) => id)).size < valid.length) {
    context.addIssue({ code: 'custom', message: 'must not name a key id twice' });
  }
  return valid;
});

const webhookSecretForm = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
const fewestSecretBytes = 24;
const mostSecretBytes = 64;

/** `whsec_` and the base64 of 24 to 64 bytes, separated by commas, as the Standard Webhooks specification writes them. */
export const webhookSecrets = text.transform((value, context): readonly Buffer[] => {
  const secrets = value.split(',').map(readWebhookSecret);
  const valid = secrets.filter((found) => found !== undefined);
  if (valid.length === secrets.length) return valid;
  const form = `whsec_ and the base64 of ${fewestSecretBytes} to ${mostSecretBytes} bytes`;
  context.addIssue({ code: 'custom', message: `must be a list of secrets, each written as ${form}` });
  return z.NEVER;
});

function readWebhookSecret(item: string): Buffer | undefined {
  const encoded = webhookSecretForm.exec(item.trim())?.[1] ?? '';
  const bytes = Buffer.from(encoded, 'base64');
  const fits = bytes.length >= fewestSecretBytes && bytes.length <= mostSecretBytes;
  return fits && bytes.toString('base64') === encoded ? unprintable(bytes) : undefined;
}

function readNamedKey(item: string): NamedKey | undefined {
  const [id = '', encoded = '', ...rest] = item.trim().split(':');
  const key = readKey(encoded);
  return key === undefined || rest.length > 0 || !keyId.test(id) ? undefined : { id, key };
}

/** Node reads base64 leniently and skips what is none; a key that was damaged on its way here must not pass as another. */
function readKey(encoded: string): Buffer | undefined {
  const key = Buffer.from(encoded, 'base64');
  return key.length === keyBytes && key.toString('base64') === encoded ? unprintable(key) : undefined;
}

/** Keys stay plain bytes for cryptography, but are not shown by JSON or by inspection. */
function unprintable(key: Buffer): Buffer {
  const show = { value: () => hidden };
  return Object.defineProperties(key, { toJSON: show, [Symbol.for('nodejs.util.inspect.custom')]: show });
}

function isHeaderPair(pair: string): boolean {
  try {
    return headerPair.test(pair) && decodeURIComponent(pair) !== '';
  } catch {
    return false;
  }
}

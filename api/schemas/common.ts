import { z } from 'zod';

import { isMailAddress } from '../../domain/mail-server-settings';

export const organizationId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'Letters, digits, dots, underscores and hyphens, at most 64')
  .meta({ description: 'The id that the product knows the organization by', examples: ['org-4711'] });

export const organizationName = z
  .string()
  .nullable()
  .meta({ description: 'As the product has told it; null where it has not', examples: ['Muster GmbH'] });

export const organizationParams = z.object({ organizationId });

/**
 * As patterns, so that the document says it, too: what `hasControlCharacter` lets pass. By what is left out, in escapes that
 * every reader of JSON Schema knows: generators of texts take a class of a million characters one by one.
 */
const controls = String.raw`\u0000-\u001f\u007f-\u009f`;
const nul = String.raw`\u0000`;
/** What is trimmed away, as `String.prototype.trim` has it: of nothing else no text consists. */
const lineBlanks = String.raw`\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
const blanks = String.raw`\u0009-\u000d${lineBlanks}`;
/** Blanks, then something else, then anything: no place can be taken in two ways, so that no text takes long to judge. */
const withoutControls = new RegExp(`^(?:[${lineBlanks}]*[^${controls}${lineBlanks}][^${controls}]*)?$`);
const withoutNul = new RegExp(`^(?:[${blanks}]*[^${nul}${blanks}][^${nul}]*)?$`);

/** One line of text: no control characters, which could break out of a header or a protocol line. */
export const line = (longest: number) =>
  z.string().max(longest).trim().min(1).regex(withoutControls, 'Must not contain control characters');

/** Text of several lines, as people write it. */
export const prose = (longest: number) =>
  z.string().max(longest).trim().min(1).regex(withoutNul, 'Must not contain NUL');

export const mailAddress = z
  .string()
  .max(254)
  .trim()
  .refine(isMailAddress, 'One plain mail address, without a display name')
  .meta({ format: 'email', examples: ['admin@customer.example'] });

export const locale = z.enum(['de', 'en']);

export const timestamp = z.string().meta({ format: 'date-time', examples: ['2026-11-02T09:30:00.000Z'] });

/** A moment that a caller gives, in any offset. */
export const instant = z.iso.datetime({ offset: true });

/** From when on, and before when: the two ends of a time that a list is narrowed to. */
export const period = (what: string) => ({
  since: instant.optional().meta({ description: `${what} at this moment or later` }),
  until: instant.optional().meta({ description: `${what} before this moment` }),
});

export const revisionNumber = z
  .int()
  .min(0)
  .meta({ description: 'The revision that the caller looked at; another one is refused as stale', examples: [1] });

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/, 'Between 1 and 200 printable ASCII characters')
  .meta({
    description: 'Chosen by the caller, one for each intended effect. A repetition gets the first answer.',
    examples: ['5f0c6f5e-6f0a-4a6e-9d64-0f6a5d6f2c11'],
  });

export const idempotencyHeaders = z.object({ 'idempotency-key': idempotencyKey });

export const pageSize = (usual: number) =>
  z.coerce.number().int().min(1).max(200).default(usual).meta({ description: 'How many items at most' });

export const limitQuery = z.strictObject({ limit: pageSize(100) });

/** A page of items. `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

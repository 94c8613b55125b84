import { z } from 'zod';

import { idempotencyKey } from './common';
import { acceptedMessage, newMessage } from './message';
import { problem } from './service';

/** How many messages one request hands over at most. */
const mostMessages = 100;

const batchEntry = z
  .strictObject({ ...newMessage.shape, idempotencyKey })
  .meta({ id: 'BatchEntry', description: 'A message with the key that it is handed over under' });

/** An entry that fits, or what is wrong with it: one bad entry must not keep the others out. */
export type ReadEntry =
  | { readonly message: z.output<typeof batchEntry> }
  | { readonly message: null; readonly issues: readonly z.core.$ZodIssue[]; readonly idempotencyKey: string | null };

const anyEntry = batchEntry
  .transform((entry): ReadEntry => ({ message: entry }))
  .catch(({ error: { issues }, value }): ReadEntry => {
    const named = z.object({ idempotencyKey }).safeParse(value);
    return { message: null, issues, idempotencyKey: named.data?.idempotencyKey ?? null };
  });

export const messageBatch = z
  .strictObject({ messages: z.array(anyEntry).min(1).max(mostMessages) })
  .meta({ id: 'MessageBatch' });

export const batchResults = z
  .object({
    results: z.array(
      z
        .object({
          idempotencyKey: z.string().nullable().meta({ description: 'Null where the entry has none that is one' }),
          accepted: acceptedMessage.nullable(),
          problem: problem.nullable().meta({ description: 'Pointers lead into the entry' }),
        })
        .meta({ id: 'BatchResult' }),
    ),
  })
  .meta({ id: 'MessageBatchResults', description: 'One result for each entry, in their order' });

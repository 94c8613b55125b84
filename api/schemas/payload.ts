import { z } from 'zod';

/** How many payloads one request may bring; a page of the Temporal UI has a few dozen. */
const mostPayloads = 1_000;

const payload = z
  .strictObject({
    metadata: z
      .record(z.string().min(1).max(200), z.base64())
      .optional()
      .meta({
        description: 'Values in base64; `encoding` says what the data is',
        examples: [{ encoding: 'anNvbi9wbGFpbg==' }],
      }),
    data: z.base64().optional(),
  })
  .meta({ id: 'Payload', description: 'A payload of Temporal in proto3 JSON' });

export const payloads = z.strictObject({ payloads: z.array(payload).max(mostPayloads) }).meta({ id: 'Payloads' });

/** The Temporal UI names the namespace that its payloads come from. */
export const codecHeaders = z.object({
  'x-namespace': z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'The namespace of the payloads', examples: ['default'] }),
});

import { z } from 'zod';

const longestToken = 1100;

/** What the link in a test mail holds; one without it, or with too much, leads nowhere like any other unknown one. */
export const confirmationQuery = z.strictObject({
  token: z
    .string()
    .max(longestToken)
    .catch('')
    .describe('From the link in the test mail')
    .meta({ example: 'WyJv….k3Jd…' }),
});

/** What tells a person at a browser from a program, and in which language to answer before the organization is known. */
export const confirmationHeaders = z.object({
  accept: z.string().optional().describe('With `text/html` in it, refusals are pages too'),
  'accept-language': z.string().optional(),
});

import { z } from 'zod';

const longestToken = 1100;

/** What an unsubscribe link holds; one without it, or with too much, leads nowhere like any other unknown one. */
export const unsubscribeQuery = z.strictObject({
  token: z
    .string()
    .max(longestToken)
    .catch('')
    .describe('From the List-Unsubscribe header of the mail')
    .meta({ example: 'WyJv….k3Jd…' }),
});

import { z } from 'zod';

const longestPath = 2000;

export const loginQuery = z.strictObject({
  returnTo: z
    .string()
    .max(longestPath)
    .optional()
    .meta({ description: 'The page to come back to; a path of this site', examples: ['/reviews'] }),
});

/** RFC 6749 section 4.1.2, RFC 9207; providers add parameters of their own, which are passed to the client library. */
export const loginAnswer = z
  .object({
    state: z.string().optional().meta({ description: 'Names the login' }),
    code: z.string().optional().meta({ description: 'What the login is redeemed with' }),
    iss: z.string().optional().meta({ description: 'The issuer' }),
    error: z.string().optional().meta({ description: 'Why there is no code' }),
  })
  .catchall(z.string());

export const loggedOut = z
  .object({
    logoutUrl: z
      .string()
      .nullable()
      .meta({ format: 'uri', description: 'Where the browser ends the session of the identity provider as well' }),
  })
  .meta({ id: 'LoggedOut' });

import { z } from 'zod';

import { Secret } from '../../domain/secret';
import { tokenRefusalKind } from '../../domain/token-refusals';
import { troubleError } from '../smtp/smtp-trouble-error';
import type { HttpAnswer } from './post-form';

/** A token and how long it can be used, in milliseconds from now. */
export interface IssuedToken {
  readonly token: Secret;
  readonly lifetimeMs: number;
}

const usualSeconds = 300;
const longestSeconds = 24 * 3600;
/** RFC 6750 section 2.1; what else would break out of the SASL message (it ends at a control character). */
const tokenShape = /^[A-Za-z0-9._~+/-]{1,16000}=*$/;

const issued = z.object({
  access_token: z.string().regex(tokenShape),
  expires_in: z.coerce.number().positive().max(Number.MAX_SAFE_INTEGER).catch(usualSeconds),
});
const refused = z.object({ error: z.string().catch(''), error_description: z.string().catch('') });

/** Reads a token endpoint's answer. Throws SmtpTroubleError at stage `auth`; no word of the answer goes into it. */
export function readTokenAnswer({ status, body }: HttpAnswer): IssuedToken {
  const json = jsonIn(body);
  if (status === 200) {
    const { data } = issued.safeParse(json);
    if (data === undefined) throw troubleError('auth', 'token-answer-unusable');
    return { token: new Secret(data.access_token), lifetimeMs: Math.min(data.expires_in, longestSeconds) * 1000 };
  }
  const refusal = refused.safeParse(json).data ?? { error: '', error_description: '' };
  const isOAuth = refusal.error !== '' || status >= 500 || status === 429;
  if (!isOAuth) throw troubleError('auth', 'token-answer-unusable');
  const { error, error_description: description } = refusal;
  throw troubleError('auth', tokenRefusalKind({ status, error: error.toLowerCase(), description }));
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

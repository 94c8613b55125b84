import { z } from 'zod';

import { roles } from '../../domain/actor';
import { errorCodes } from '../../domain/errors';
import { keyStates } from '../../domain/key-state';
import { scopes } from '../../domain/scopes';

export const health = z
  .object({
    status: z.literal('ok'),
    version: z.string(),
    commit: z.string().nullable().meta({ description: 'What it was built from; null where the build did not say' }),
  })
  .meta({ id: 'Health' });

const dependency = z.enum(['ready', 'away']);

const storedSecretKey = z
  .object({
    keyId: z.string().meta({ examples: ['key-2026-11'] }),
    isActive: z.boolean().meta({ description: 'Whether it wraps what is stored from now on' }),
    state: z.enum(keyStates).meta({
      description:
        '`missing`: secrets are wrapped by it, and this process has none of this id; `refused`: it has one that does not ' +
        'open them; `away`: the key service did not answer; `unused`: it wraps nothing',
    }),
  })
  .meta({ id: 'StoredSecretKey' });

export const readiness = z
  .object({
    status: dependency,
    dependencies: z.object({ mongodb: dependency, temporal: dependency, oidc: dependency, keys: dependency }),
    storedSecretKeys: z.array(storedSecretKey).meta({
      description: 'The keys that wrap stored secrets, as this process saw them last; nothing before its first look',
    }),
  })
  .meta({ id: 'Readiness' });

export const me = z
  .object({
    subject: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    roles: z.array(z.enum(roles)),
    organizations: z.array(z.string()).nullable().meta({ description: 'The organizations that the token is bound to' }),
    scopes: z.array(z.enum(scopes)).meta({
      description: 'What the token is limited to; none: people’s tokens are good for all that their roles allow',
    }),
  })
  .meta({ id: 'Me' });

const place = z
  .object({
    pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) into the part that `in` names' }),
    code: z.string(),
    detail: z.string().optional(),
    in: z.enum(['path', 'query', 'header', 'body']).optional(),
  })
  .meta({ id: 'ProblemPlace' });

export const problem = z
  .object({
    type: z.string().meta({ format: 'uri', description: 'The address of the explanation' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(errorCodes).meta({ description: 'Stable code' }),
    requestId: z.string(),
    errors: z.array(place).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

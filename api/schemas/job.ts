import { z } from 'zod';

import { errorCodes } from '../../domain/errors';
import { jobEndings, jobKinds, jobStates } from '../../domain/job';
import { timestamp } from './common';
import { workflowUrl } from './workflow';

const count = (description: string) => z.int().meta({ description, examples: [0] });

const failure = z
  .object({
    ending: z.enum(jobEndings).meta({ description: '`failed` by itself; the others were done to it from outside' }),
    code: z.enum(errorCodes).meta({ description: 'What it failed with, by the catalogue of errors' }),
  })
  .meta({ id: 'JobFailure' });

const comparison = z
  .object({
    compared: count('Organizations that were compared'),
    found: count('Drift that was found'),
    repaired: count('Projections that were written anew'),
  })
  .meta({ id: 'ReconciliationResult' });

const reading = z.object({ read: count('Mails that were read again') }).meta({ id: 'InboundReadingResult' });

export const job = z
  .object({
    id: z.string().meta({ description: 'Its kind and the command that asked for it' }),
    kind: z.enum(jobKinds).meta({
      description:
        '`reconciliation`: projections are compared with their lifecycles. `inbound-reading`: received mails are read again with the rules of today',
    }),
    state: z.enum(jobStates),
    startedAt: timestamp,
    endedAt: timestamp.nullable().meta({ description: 'Null while it is under way' }),
    result: z
      .union([comparison, reading])
      .nullable()
      .meta({ description: 'What came of it, by its kind; null unless it is done' }),
    failure: failure.nullable().meta({ description: 'Null unless it failed' }),
    workflowUrl,
  })
  .meta({ id: 'Job', description: 'Work that goes on after its command was answered' });

export const jobParams = z.object({
  jobId: z
    .string()
    .regex(/^[a-z][a-z-]{0,31}-[0-9a-f]{64}$/, 'The id of a job')
    .meta({
      examples: [`reconciliation-${'0c1ae9d9e3b1c7a2f4d65a0b8e7f9d31'.repeat(2)}`],
    }),
});

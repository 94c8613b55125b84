import { z } from 'zod';

import { checkCodes, checkPurposes, checkVerdicts } from '../../domain/check-report';
import { statuses } from './audit';
import { organizationId, timestamp } from './common';
import { jsonData } from '../openapi-schemas';
import { actor, checkStage } from './mail-server';
import { message } from './message';
import { organization } from './organization';
import { reviewItem } from './review';

export const lifecycleEvent = z
  .object({
    organizationId,
    sequence: z.int().meta({ description: 'Position in the audit trail; the version of the lifecycle after it' }),
    at: timestamp,
    actor,
    event: z.string().meta({ description: 'The command or fact', examples: ['decide'] }),
    outcome: z.enum(['accepted', 'refused']),
    errorCode: z.string().nullable(),
    revision: z.int().nullable(),
    reason: z.string().nullable(),
    before: statuses,
    after: statuses,
  })
  .meta({ id: 'LifecycleEvent', description: 'A decision, another command, or a fact, as the audit trail has it' });

const finding = z
  .object({
    id: z.string(),
    stage: checkStage,
    verdict: z.enum(checkVerdicts),
    code: z.enum(checkCodes),
    durationMs: z.number(),
  })
  .meta({ id: 'CheckFinding', description: 'A result so far; its texts come with the report' });

export const checkEvent = z
  .object({
    organizationId,
    reportId: z.string().meta({ description: 'The report that the run will leave', examples: ['draft-1-1'] }),
    purpose: z.enum(checkPurposes),
    revision: z.int(),
    run: z.int(),
    stage: checkStage.nullable().meta({ description: 'What is under way; null between two stages and at the end' }),
    results: z.array(finding),
    finished: z.boolean().meta({ description: 'Whether the report can be read' }),
  })
  .meta({ id: 'CheckProgress', description: 'How far a check has come; each event replaces the one before' });

export const messageEvent = message;

export const organizationEvent = z
  .object({
    organization,
    review: reviewItem.nullable().meta({ description: 'Null while it waits for no decision, and for other roles' }),
  })
  .meta({ id: 'OrganizationChange' });

const ready = z.object({}).meta({ id: 'StreamReady', description: 'The stream has begun' });
const end = z
  .object({ code: z.string().meta({ description: 'An error code: why the stream ends' }) })
  .meta({ id: 'StreamEnd' });

/** What is known of an event before its kind is looked at; documentation only, for streams are text. */
const kinds = <Data extends z.ZodType>(event: string, data: Data) =>
  z
    .object({
      id: z.string(),
      event: z.literal(event),
      data,
      retry: z.int().optional().meta({ description: 'Milliseconds to wait before the stream is opened again' }),
    })
    .meta({ [jsonData]: true });

export const organizationStream = z
  .union([
    kinds('ready', ready),
    kinds('lifecycle', lifecycleEvent),
    kinds('check', checkEvent),
    kinds('message', messageEvent),
    kinds('end', end),
  ])
  .meta({ id: 'OrganizationStreamEvent', description: 'One event of the stream; `data` is JSON' });

export const lifecycleStream = z
  .union([kinds('ready', ready), kinds('organization', organizationEvent), kinds('end', end)])
  .meta({ id: 'LifecycleStreamEvent', description: 'One event of the stream; `data` is JSON' });

export const resumeHeaders = z.object({
  'last-event-id': z
    .string()
    .max(1_000)
    .optional()
    .meta({ description: 'The id of the last event that was seen; without it the stream begins now' }),
});

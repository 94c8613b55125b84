import { z } from 'zod';

import { checkCodes, checkVerdicts } from '../../domain/check-report';
import { locale, organizationId, timestamp } from './common';
import { checkStage, checkVerdict } from './mail-server';

export const reportParams = z.object({
  organizationId,
  reportId: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'The id that the check summary names'),
});

export const reportQuery = z.strictObject({
  locale: locale.optional().meta({ description: 'The language of the texts; the organization’s own by default' }),
});

const fact = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

const checkResult = z
  .object({
    id: z.string(),
    stage: checkStage,
    verdict: z.enum(checkVerdicts),
    code: z.enum(checkCodes),
    title: z.string(),
    meaning: z.string().meta({ description: 'What the finding means' }),
    mend: z.string().nullable().meta({ description: 'What to do about it; null where nothing has to be done' }),
    facts: z.record(z.string(), fact),
    durationMs: z.number(),
  })
  .meta({ id: 'CheckResult' });

export const checkReport = z
  .object({
    id: z.string(),
    organizationId,
    revision: z.int(),
    run: z.int(),
    verdict: checkVerdict,
    failingStage: checkStage.nullable(),
    results: z.array(checkResult),
    transcript: z
      .array(z.object({ from: z.enum(['client', 'server']), text: z.string() }))
      .optional()
      .meta({ description: 'The dialogue with the server, secrets removed; for reviewers and ops only' }),
    certificateExpiresAt: timestamp.nullable(),
    startedAt: timestamp,
    finishedAt: timestamp,
    locale,
  })
  .meta({ id: 'CheckReport' });

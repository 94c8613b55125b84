import { z } from 'zod';

import { checkCodes, checkPurposes, checkVerdicts } from '../../domain/check-report';
import { trustKinds } from '../../domain/server-trust';
import { locale, organizationId, pageOf, period, timestamp } from './common';
import { listQuery } from './list-query';
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

const mechanisms = z.array(z.string()).meta({ description: 'Mechanisms of AUTH (SASL)' });

const capabilities = z
  .object({
    size: z.number().nullable().meta({ description: 'Largest mail in bytes; null where the server names none' }),
    eightBitMime: z.boolean(),
    smtpUtf8: z.boolean(),
    pipelining: z.boolean(),
    dsn: z.boolean(),
    extensions: z.array(z.string()),
    authBeforeTls: mechanisms,
    authAfterTls: mechanisms,
  })
  .meta({ id: 'ServerCapabilities' });

const certificate = z
  .object({
    subject: z.string(),
    issuer: z.string(),
    names: z.array(z.string()),
    expiresAt: timestamp,
    sha256: z.string().optional().meta({ description: 'Fingerprint; missing in older reports' }),
  })
  .meta({ id: 'Certificate' });

const tls = z
  .object({
    verified: z.boolean().meta({ description: 'Whether the certificate proved the host; if not, nothing was sent' }),
    version: z.string(),
    cipher: z.string(),
    trust: z
      .enum(trustKinds)
      .optional()
      .meta({ description: 'What the server proved itself by: public authorities, or what its settings add' }),
    chain: z.array(certificate).meta({ description: 'The server’s own certificate first' }),
  })
  .meta({ id: 'ServerTls' });

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
    capabilities: capabilities.nullable().meta({ description: 'Null where the check did not come that far' }),
    tls: tls.nullable().meta({ description: 'Null where the check did not come that far' }),
    startedAt: timestamp,
    finishedAt: timestamp,
    locale,
  })
  .meta({ id: 'CheckReport' });

export const checkReportSummary = z
  .object({
    id: z.string().meta({ examples: ['draft-1-1'] }),
    purpose: z.enum(checkPurposes).nullable().meta({
      description: 'What the check was for: a new revision, a new password, or the watch over the live server',
    }),
    revision: z.int(),
    run: z.int(),
    verdict: checkVerdict,
    failingStage: checkStage.nullable(),
    startedAt: timestamp,
    finishedAt: timestamp,
  })
  .meta({ id: 'CheckReportSummary' });

export const checkReportPage = pageOf(checkReportSummary).meta({ id: 'CheckReportPage' });

export const checkReportListQuery = listQuery('checkReports').extend({
  purpose: z.enum(checkPurposes).optional(),
  revision: z.coerce.number().int().min(1).optional().meta({ description: 'Checks of this revision of the settings' }),
  ...period('Started'),
});

import { z } from 'zod';

import { roles } from '../../domain/actor';
import { checkStages } from '../../domain/check-report';
import { decisionVerdicts, draftStatuses } from '../../domain/lifecycle/state';
import { organizationId, timestamp } from './common';
import { submittedSettings } from './mail-server-settings';
import { mailPreferences } from './organization';

export const actor = z
  .object({
    kind: z.enum(['person', 'system']),
    role: z.string().meta({ description: 'The role a person acted in, or the part of the service' }),
    name: z.string().nullable(),
    isYou: z.boolean(),
  })
  .meta({ id: 'Actor' });

export const checkVerdict = z.enum(['pass', 'warn', 'fail', 'inconclusive']);
export const checkStage = z.enum(checkStages);

const checkSummary = z
  .object({
    reportId: z.string(),
    verdict: checkVerdict,
    failingStage: checkStage.nullable(),
    certificateExpiresAt: timestamp.nullable(),
  })
  .meta({ id: 'CheckSummary' });

const trustedCertificate = z
  .object({ subject: z.string(), issuer: z.string(), sha256: z.string(), expiresAt: timestamp })
  .meta({ id: 'TrustedCertificate' });

const revision = z
  .object({
    number: z.int(),
    settings: submittedSettings,
    trustedCertificates: z
      .array(trustedCertificate)
      .meta({ description: 'What the certificates of an own authority say; empty without one' }),
    submittedBy: actor,
    submittedAt: timestamp,
  })
  .meta({ id: 'Revision' });

const decision = z
  .object({
    verdict: z.enum(decisionVerdicts),
    reason: z.string(),
    internalNote: z.string().nullable().optional().meta({ description: 'For reviewers and ops only' }),
    fields: z.array(z.string()),
    revision: z.int(),
    reportId: z.string(),
    by: actor,
    at: timestamp,
  })
  .meta({ id: 'Decision' });

const claim = z.object({ by: actor, at: timestamp }).meta({ id: 'ReviewClaim' });

const draft = z
  .object({
    status: z.enum(draftStatuses).exclude(['none']),
    revision,
    run: z.int(),
    check: checkSummary.nullable(),
    wrongCodes: z.int(),
    since: timestamp,
    reviewDueAt: timestamp.nullable(),
    claim: claim.nullable(),
    decision: decision.nullable(),
  })
  .meta({ id: 'Draft' });

const live = z
  .object({
    status: z.enum(['active', 'suspended']),
    revision,
    decision,
    activatedAt: timestamp,
    certificateExpiresAt: timestamp.nullable(),
    suspension: z
      .object({ cause: z.enum(['health', 'ops', 'customer']), reason: z.string(), by: actor, at: timestamp })
      .nullable(),
    rotation: z.object({ run: z.int(), by: actor, at: timestamp }).nullable(),
  })
  .meta({ id: 'LiveServer' });

export const mailServer = z
  .object({
    organizationId,
    version: z.int(),
    entitlement: z.enum(['locked', 'unlocked']),
    revision: z.int().meta({ description: 'Number of the last submitted revision, 0 before the first' }),
    preferences: mailPreferences,
    draft: draft.nullable(),
    live: live.nullable(),
    nextToAct: z.enum(roles).nullable().meta({ description: 'Who has to act for the draft to go on; null: nobody' }),
  })
  .meta({ id: 'MailServer' });

export const reviewItem = z
  .object({
    organizationId,
    organizationName: z.string().nullable(),
    revision: z.int(),
    host: z.string(),
    senderAddress: z.string(),
    verdict: checkVerdict.nullable(),
    reportId: z.string().nullable(),
    submittedBy: actor,
    submittedAt: timestamp,
    since: timestamp,
    dueAt: timestamp.nullable(),
    claim: claim.nullable(),
  })
  .meta({ id: 'ReviewItem' });

export const reviewQueue = z.object({ items: z.array(reviewItem) }).meta({ id: 'ReviewQueue' });

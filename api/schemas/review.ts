import { z } from 'zod';

import { decisionVerdicts } from '../../domain/lifecycle/state';
import { settingsFields } from '../../domain/mail-server-settings';
import { checklistItems } from '../../domain/review/checklist';
import { readyReasonIds } from '../../domain/review/ready-reasons';
import { riskCodes } from '../../domain/review/review-plan';
import { locale, organizationId, pageOf, timestamp } from './common';
import { listQuery } from './list-query';
import { actor, appeal, checkVerdict, claim, decision, revision } from './mail-server';

export const reviewQuery = listQuery('reviews').extend({
  due: z.enum(['overdue']).optional().meta({ description: 'Only decisions whose time is over' }),
  claim: z
    .enum(['mine', 'none'])
    .optional()
    .meta({ description: 'Only reviews that you have claimed, or that nobody has' }),
  risk: z.enum(riskCodes).optional().meta({ description: 'Only reviews with this hint' }),
  approval: z
    .enum(['second'])
    .optional()
    .meta({ description: 'Only reviews that somebody has approved, and that somebody else has to' }),
});

const call = z
  .enum(['none', 'reminded', 'escalated'])
  .meta({ description: 'Whether reviewers were reminded, or somebody above them was called' });

const outline = {
  organizationId,
  organizationName: z.string().nullable(),
  revision: z.int(),
  verdict: checkVerdict.nullable(),
  reportId: z.string().nullable(),
  submittedBy: actor,
  submittedAt: timestamp,
  since: timestamp,
  dueAt: timestamp.nullable(),
  called: call,
  claim: claim.nullable(),
  approvalsNeeded: z.int(),
};

export const reviewItem = z
  .object({
    ...outline,
    host: z.string(),
    senderAddress: z.string(),
    risks: z.array(z.enum(riskCodes)),
    approvals: z.int(),
    isAppeal: z.boolean().meta({ description: 'Whether the customer has answered a rejection' }),
  })
  .meta({ id: 'ReviewItem' });

export const reviewQueue = pageOf(reviewItem).meta({ id: 'ReviewQueue' });

const change = z
  .object({ field: z.enum(settingsFields), from: z.string().nullable(), to: z.string() })
  .meta({ id: 'SettingsChange', description: 'What the draft changes; `from` is null where nothing is live' });

const risk = z
  .object({ code: z.enum(riskCodes), fact: z.string(), title: z.string(), meaning: z.string() })
  .meta({ id: 'RiskHint' });

const checklistEntry = z
  .object({ item: z.enum(checklistItems), text: z.string() })
  .meta({ id: 'ChecklistItem', description: 'An approval needs every item of the list' });

const readyReason = z
  .object({
    id: z.enum(readyReasonIds),
    verdict: z.enum(decisionVerdicts).exclude(['approve']),
    fields: z.array(z.enum(settingsFields)),
    text: z.string(),
  })
  .meta({ id: 'ReadyReason' });

export const review = z
  .object({
    ...outline,
    settings: revision.shape.settings,
    trustedCertificates: revision.shape.trustedCertificates,
    changes: z.array(change),
    risks: z.array(risk),
    checklist: z.array(checklistEntry),
    approvals: z.array(decision),
    lastDecision: decision.nullable().meta({ description: 'The rejection that the customer has answered' }),
    appeal: appeal.nullable(),
    customerLocale: locale.meta({ description: 'The language that the organization reads' }),
    readyReasons: z.array(readyReason).meta({ description: 'In the customer’s language' }),
    obstacle: z
      .string()
      .nullable()
      .meta({ description: 'The code with which your decision would be refused right now; null: you may decide' }),
    locale,
  })
  .meta({ id: 'Review' });

export const readyReasonList = z.object({ items: z.array(readyReason) }).meta({ id: 'ReadyReasonList' });

export const reviewViewers = z
  .object({
    againAfterSeconds: z.int().meta({ description: 'When to say so again', examples: [10] }),
    others: z
      .array(z.object({ by: actor, since: timestamp.meta({ description: 'Since when, without a break' }) }))
      .meta({ description: 'The longest first, at most twenty' }),
  })
  .meta({ id: 'ReviewViewers' });

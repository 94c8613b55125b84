import { z } from 'zod';

import { roles } from '../../domain/actor';
import { checkStages } from '../../domain/check-report';
import { decisionVerdicts, draftStatuses, suspensionCauses } from '../../domain/lifecycle/state';
import { settingsFields } from '../../domain/mail-server-settings';
import { suspendedMailActions } from '../../domain/suspended-mail';
import { checklistItems } from '../../domain/review/checklist';
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

export const revision = z
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

export const decision = z
  .object({
    verdict: z.enum(decisionVerdicts),
    reason: z.string(),
    internalNote: z.string().nullable().optional().meta({ description: 'For reviewers and ops only' }),
    checklist: z.array(z.enum(checklistItems)).optional().meta({ description: 'For reviewers and ops only' }),
    fields: z.array(z.enum(settingsFields)),
    revision: z.int(),
    reportId: z.string(),
    by: actor,
    at: timestamp,
  })
  .meta({ id: 'Decision' });

export const claim = z
  .object({ by: actor, at: timestamp, expiresAt: timestamp.meta({ description: 'From then on others may take over' }) })
  .meta({ id: 'ReviewClaim' });

export const appeal = z
  .object({ comment: z.string(), by: actor, at: timestamp })
  .meta({ id: 'Appeal', description: 'What the customer answered to a rejection' });

const terms = z
  .object({
    note: z.string().nullable().optional().meta({ description: 'For our own people only' }),
    contractReference: z.string().nullable(),
    endsAt: timestamp.nullable().meta({ description: 'When the feature locks itself; null: it stays' }),
    secondApprover: z.boolean(),
  })
  .meta({ id: 'Terms' });

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
    approvals: z.int().meta({ description: 'How many people have approved so far' }),
    approvalsNeeded: z.int(),
    appealUntil: timestamp.nullable().meta({ description: 'Until when a rejection can be answered; null: it cannot' }),
    appeal: appeal.nullable(),
  })
  .meta({ id: 'Draft' });

const lastRotation = z
  .object({ run: z.int(), by: actor, at: timestamp, check: checkSummary })
  .meta({ id: 'RotationOutcome', description: 'How the last attempt to replace the password ended' });

const lastResumption = z
  .object({ run: z.int(), by: actor, at: timestamp, check: checkSummary })
  .meta({ id: 'ResumptionOutcome', description: 'How the last attempt to resume the server ended' });

const live = z
  .object({
    status: z.enum(['active', 'suspended']),
    revision,
    decision,
    activatedAt: timestamp,
    certificateExpiresAt: timestamp.nullable(),
    health: z
      .object({
        lastCheckAt: timestamp.nullable(),
        lastVerdict: checkVerdict.nullable(),
        failures: z.int().meta({ description: 'Checks in a row that found something for the customer to mend' }),
        reportId: z.string().nullable().meta({ description: 'The report of the last check' }),
      })
      .meta({ id: 'ServerHealth', description: 'What the daily checks of the live server found' }),
    suspension: z.object({ cause: z.enum(suspensionCauses), reason: z.string(), by: actor, at: timestamp }).nullable(),
    suspendedMail: z
      .object({
        action: z.enum(suspendedMailActions),
        next: z
          .object({ action: z.enum(suspendedMailActions), at: timestamp })
          .nullable()
          .meta({ description: 'What the admin chose and when it comes into force; null: it is, or mail just waits' }),
      })
      .nullable()
      .meta({ description: 'What transactional mail does while the server is suspended; null: it is not' }),
    sendingTrouble: z
      .object({
        code: z.string().meta({ description: 'A check code', examples: ['AUTH_REFUSED'] }),
        failures: z.int().meta({ description: 'In a row; too many of them suspend the server' }),
        since: timestamp,
        at: timestamp,
      })
      .nullable()
      .meta({ description: 'Sending fails for a reason that the customer has to mend; null: it does not' }),
    rotation: z.object({ run: z.int(), by: actor, at: timestamp }).nullable(),
    lastRotation: lastRotation.nullable(),
    resumption: z
      .object({ run: z.int(), by: actor, at: timestamp })
      .nullable()
      .meta({ description: 'Operations want it to send again: it is being checked first' }),
    lastResumption: lastResumption.nullable(),
    refusals: z
      .object({ reason: z.string().meta({ examples: ['blocked'] }), recipients: z.int(), at: timestamp })
      .nullable()
      .meta({ description: 'The last time that many recipients were refused for the same reason; stops nothing' }),
    firstMailAt: timestamp.nullable().meta({ description: 'When the first mail left through this revision' }),
    previousRevision: z
      .int()
      .nullable()
      .meta({ description: 'The revision that `roll-back` goes back to; null: there is none any more' }),
  })
  .meta({ id: 'LiveServer' });

export const mailServer = z
  .object({
    organizationId,
    version: z.int(),
    entitlement: z.enum(['locked', 'unlocked']),
    revision: z.int().meta({ description: 'Number of the last submitted revision, 0 before the first' }),
    preferences: mailPreferences,
    terms: terms.nullable(),
    draft: draft.nullable(),
    live: live.nullable(),
    nextToAct: z.enum(roles).nullable().meta({ description: 'Who has to act for the draft to go on; null: nobody' }),
  })
  .meta({ id: 'MailServer' });

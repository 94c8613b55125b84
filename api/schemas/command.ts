import { z } from 'zod';

import { commandNames } from '../../domain/lifecycle/events';
import { decisionVerdicts } from '../../domain/lifecycle/state';
import { settingsFields } from '../../domain/mail-server-settings';
import { checklistItems } from '../../domain/review/checklist';
import { readyReasonIds } from '../../domain/review/ready-reasons';
import { Secret } from '../../domain/secret';
import { organizationId, prose, revisionNumber, timestamp } from './common';
import { mailServerSettings } from './mail-server-settings';
import { lifecycleStatuses } from './organization';

/** Becomes a Secret the moment it is read; no other part of the service sees it as text. Not trimmed: every byte counts. */
const password = z
  .string()
  .min(1)
  .max(8192)
  .meta({
    format: 'password',
    writeOnly: true,
    description: 'The password, client secret or private key, whichever the authentication takes. Never shown again',
  })
  .transform((text) => new Secret(text));

const note = prose(2000).nullable().default(null);
const reason = prose(2000);

export const revisionBody = z.strictObject({ revision: revisionNumber }).meta({ id: 'RevisionCommand' });

export const termsBody = z
  .strictObject({
    note: note.meta({ description: 'For our own people; the customer never sees it' }),
    contractReference: prose(200)
      .nullable()
      .default(null)
      .meta({ examples: ['C-2026-0815'] }),
    endsAt: z.iso
      .datetime({ offset: true })
      .nullable()
      .default(null)
      .meta({ description: 'When the feature locks itself; null: it stays', examples: ['2027-12-31T23:00:00.000Z'] }),
    secondApprover: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether two different people have to approve every revision' }),
  })
  .meta({ id: 'TermsCommand' });

export const reasonBody = z
  .strictObject({ reason: reason.meta({ description: 'Shown to the customer and kept in the audit trail' }) })
  .meta({ id: 'ReasonCommand' });

export const noteBody = z.strictObject({ note }).meta({ id: 'NoteCommand' });

export const resumeBody = z
  .strictObject({
    note,
    withoutCheck: z.boolean().default(false).meta({
      description: 'Resume at once, where the check itself is in trouble; needs a note that says why',
    }),
  })
  .refine(({ note: why, withoutCheck }) => !withoutCheck || why !== null, {
    path: ['note'],
    error: 'is required to resume without a check',
  })
  .meta({
    id: 'ResumeCommand',
    if: { properties: { withoutCheck: { const: false } } },
    else: { properties: { note: { type: 'string' } }, required: ['note'] },
  });

export const settingsBody = z
  .strictObject({ revision: revisionNumber, settings: mailServerSettings, password: password.optional() })
  .meta({ id: 'SettingsCommand' });

export const rotationBody = z.strictObject({ revision: revisionNumber, password }).meta({ id: 'RotationCommand' });

export const confirmationBody = z
  .strictObject({
    revision: revisionNumber,
    code: z
      .string()
      .min(1)
      .max(40)
      .meta({ description: 'The code in the test mail; case, spaces and hyphens do not matter' }),
  })
  .meta({ id: 'ConfirmationCommand' });

export const decisionBody = z
  .strictObject({
    revision: revisionNumber,
    reportId: z
      .string()
      .max(200)
      .meta({ description: 'The report that the reviewer read', examples: ['draft-1-1'] }),
    verdict: z.enum(decisionVerdicts),
    checklist: z
      .array(z.enum(checklistItems))
      .max(checklistItems.length)
      .default([])
      .meta({ description: 'What the reviewer ticked off; an approval needs all required items' }),
    reasonId: z
      .enum(readyReasonIds)
      .nullable()
      .default(null)
      .meta({ description: 'A ready-made reason: it is used where no `reason` is written, and names its fields' }),
    reason: z.string().trim().max(4000).default('').meta({
      description: 'In the customer’s language; this or `reasonId` is required unless the verdict is `approve`',
    }),
    internalNote: prose(4000).nullable().default(null).meta({ description: 'Never shown to the customer' }),
    fields: z
      .array(z.enum(settingsFields))
      .max(settingsFields.length)
      .default([])
      .meta({ description: 'For change requests: the fields that the customer should look at' }),
  })
  .meta({ id: 'DecisionCommand' });

export const appealBody = z
  .strictObject({
    revision: revisionNumber,
    comment: prose(4000).meta({ description: 'What the reviewers should know; a rejection can be answered once' }),
  })
  .meta({ id: 'AppealCommand' });

export const rollBackBody = z
  .strictObject({
    revision: revisionNumber.meta({ description: 'The live revision that is given up' }),
    reason: reason.meta({ description: 'Shown to the customer and kept in the audit trail' }),
  })
  .meta({ id: 'RollBackCommand' });

export const commandReceipt = z
  .object({
    organizationId,
    commandId: z.string(),
    command: z.enum(commandNames),
    ...lifecycleStatuses,
    version: z.int(),
    revision: z.int(),
    at: timestamp,
  })
  .meta({ id: 'CommandReceipt', description: 'Where the lifecycle stands after the command' });

import { z } from 'zod';

import { commandNames } from '../../domain/lifecycle/events';
import { decisionVerdicts } from '../../domain/lifecycle/state';
import { connectionSecurities } from '../../domain/mail-server-settings';
import { Secret } from '../../domain/secret';
import { organizationId, prose, revisionNumber, timestamp } from './common';
import { lifecycleStatuses } from './organization';

/** Becomes a Secret the moment it is read; no other part of the service sees it as text. Not trimmed: every byte counts. */
const password = z
  .string()
  .min(1)
  .max(1024)
  .meta({ format: 'password', writeOnly: true, description: 'Never shown again, anywhere' })
  .transform((text) => new Secret(text));

/** Only the shape; what makes settings valid is the domain's business and answered with SETTINGS_INVALID. */
export const mailServerSettings = z
  .strictObject({
    host: z
      .string()
      .max(300)
      .meta({ examples: ['smtp.customer.example'] }),
    port: z.int().meta({ examples: [587] }),
    security: z.enum(connectionSecurities).meta({ description: 'Implicit TLS, or STARTTLS required' }),
    user: z
      .string()
      .max(1024)
      .meta({ examples: ['invoices@customer.example'] }),
    senderAddress: z
      .string()
      .max(320)
      .meta({ examples: ['contracts@customer.example'] }),
    senderName: z
      .string()
      .max(320)
      .meta({ examples: ['Muster GmbH'] }),
  })
  .meta({ id: 'MailServerSettings' });

const settingsFields = ['host', 'port', 'security', 'user', 'senderAddress', 'senderName'] as const;

const note = prose(2000).nullable().default(null);
const reason = prose(2000);

export const revisionBody = z.strictObject({ revision: revisionNumber }).meta({ id: 'RevisionCommand' });

export const unlockBody = z
  .strictObject({ note, contractReference: prose(200).nullable().default(null) })
  .meta({ id: 'UnlockCommand' });

export const reasonBody = z
  .strictObject({ reason: reason.meta({ description: 'Shown to the customer and kept in the audit trail' }) })
  .meta({ id: 'ReasonCommand' });

export const noteBody = z.strictObject({ note }).meta({ id: 'NoteCommand' });

export const settingsBody = z
  .strictObject({ revision: revisionNumber, settings: mailServerSettings, password })
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
    verdict: z.enum(decisionVerdicts),
    reason: z
      .string()
      .trim()
      .max(4000)
      .default('')
      .meta({ description: 'In the customer’s language; required unless the verdict is `approve`' }),
    internalNote: prose(4000).nullable().default(null).meta({ description: 'Never shown to the customer' }),
    fields: z
      .array(z.enum(settingsFields))
      .max(settingsFields.length)
      .default([])
      .meta({ description: 'For change requests: the fields that the customer should look at' }),
  })
  .meta({ id: 'DecisionCommand' });

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

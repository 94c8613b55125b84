import { z } from 'zod';

import { commandNames } from '../../domain/lifecycle/events';
import { decisionVerdicts } from '../../domain/lifecycle/state';
import { settingsFields } from '../../domain/mail-server-settings';
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

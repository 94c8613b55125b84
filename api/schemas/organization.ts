import { z } from 'zod';

import { draftStatuses, liveStatuses, suspensionCauses } from '../../domain/lifecycle/state';
import { returnPathModes } from '../../domain/return-path';
import { longestSuspendedWaitHours, suspendedMailActions } from '../../domain/suspended-mail';
import { deduplicationHeaders, policyBounds } from '../../domain/sending-policy';
import { undeliverablesTargets } from '../../domain/undeliverable-routing';
import { line, locale, mailAddress, organizationId, pageOf, timestamp } from './common';
import { listQuery } from './list-query';

export const organizationProfile = z
  .strictObject({
    name: line(200).meta({ examples: ['Muster GmbH'] }),
    adminAddress: mailAddress.meta({ description: 'Where undeliverable mail is reported in the end' }),
    locale: locale.meta({ description: 'The language of our mails to the organization' }),
  })
  .meta({ id: 'OrganizationProfile' });

const suspendedMailPolicy = z
  .strictObject({
    action: z.enum(suspendedMailActions).meta({
      description:
        '`wait` until the server sends again; `platform`: through the platform’s server; `fail`: reported as undeliverable',
    }),
    afterHours: z
      .int()
      .min(0)
      .max(longestSuspendedWaitHours)
      .meta({ description: 'Hours of suspension for which mail waits in any case; 0 with `wait`', examples: [4] }),
  })
  .meta({ id: 'SuspendedMailPolicy' });

export const mailPreferences = z
  .strictObject({
    undeliverablesTo: z.enum(undeliverablesTargets).meta({
      description: '`reply-to` where the organization’s own server forwards undeliverables to the Reply-To address',
    }),
    replyTo: mailAddress.nullable().meta({ description: 'For mails that bring none; null means the admin address' }),
    returnPath: z.enum(returnPathModes).nullable().optional().meta({
      description:
        'Where bounces of mail through the own server go: `direct` to the admin, `tracked` through this service, `reply-to` to each mail’s Reply-To. Only what the check found the server to accept; null or left out for what `undeliverablesTo` calls for',
    }),
    whileSuspended: suspendedMailPolicy.optional().meta({
      description: 'What transactional mail does while the own server is suspended or paused; left out: it waits',
    }),
    branding: z.boolean().meta({ description: 'Whether every mail carries the organization’s logo' }),
  })
  .meta({ id: 'MailPreferences' });

const bounded = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z.int().min(least).max(most).nullable();

export const sendingPolicy = z
  .strictObject({
    connections: bounded(policyBounds.connections).meta({
      description: 'At the same time; null: as the provider allows',
    }),
    mailsPerMinute: bounded(policyBounds.mailsPerMinute).meta({ description: 'Null: as the provider allows' }),
    recipientsPerTransaction: bounded(policyBounds.recipientsPerTransaction).meta({
      description: 'A mail to more goes in several SMTP transactions; null: 100',
    }),
    deduplication: z
      .enum(deduplicationHeaders)
      .nullable()
      .meta({
        description:
          'The header by which the relay recognises a mail that it has had; a mail whose answer got lost is sent again then. ' +
          'Only for relays that promise to deduplicate by it: anywhere else recipients get copies',
      }),
  })
  .meta({ id: 'SendingPolicy' });

export const lifecycleStatuses = {
  entitlement: z.enum(['locked', 'unlocked']),
  draft: z.enum(draftStatuses),
  live: z.enum(liveStatuses),
};

export const organizationQuery = listQuery('organizations').extend({
  entitlement: lifecycleStatuses.entitlement.optional().meta({ description: 'Only organizations that are …' }),
  draft: lifecycleStatuses.draft.optional().meta({ description: 'Only organizations whose draft stands there' }),
  live: lifecycleStatuses.live.optional().meta({ description: 'Only organizations whose server stands there' }),
  text: line(100)
    .optional()
    .meta({
      description:
        'Only organizations that have this in their id, name, mail server or a sender’s domain; neither case nor accents matter, nor how umlauts are spelt',
      examples: ['muster'],
    }),
});

export const organization = z
  .object({
    organizationId,
    profile: organizationProfile.nullable(),
    preferences: mailPreferences,
    sendingPolicy,
    ...lifecycleStatuses,
    suspension: z
      .object({ cause: z.enum(suspensionCauses), at: timestamp })
      .nullable()
      .meta({ description: 'Who has suspended the live server, and since when; null unless it is suspended' }),
    closure: z
      .object({ at: timestamp, reason: z.string() })
      .nullable()
      .meta({ description: 'When the organization was closed, and why; null while it is there' }),
    version: z.int(),
  })
  .meta({ id: 'Organization' });

export const organizationPage = pageOf(organization).meta({ id: 'OrganizationPage' });

import { z } from 'zod';

import { suppressionCauses, suppressionStates } from '../../domain/undeliverables/suppression';
import { instant, line, mailAddress, organizationId, pageOf, timestamp } from './common';
import { listQuery } from './list-query';
import { actor } from './mail-server';
import { bounceReason } from './undeliverable';

const cause = z.enum(suppressionCauses).meta({
  description:
    'The address turned out to be dead, its owner complained, or a person put it there. `unsubscribed`: its owner followed ' +
    'the link of a mail; only informational and marketing mail is kept back',
});

const change = z
  .object({ event: z.enum(['added', 'removed']), cause, at: timestamp, by: actor, note: z.string().nullable() })
  .meta({ id: 'SuppressionChange' });

export const suppression = z
  .object({
    id: z.string(),
    organizationId,
    address: z.string(),
    cause,
    reason: bounceReason.nullable(),
    mailId: z.string().nullable().meta({ description: 'The message that failed or was complained about' }),
    state: z.enum(suppressionStates).meta({ description: 'Only `active` entries keep mail back' }),
    addedAt: timestamp,
    expiresAt: timestamp
      .nullable()
      .meta({ description: 'From then on the address is tried again; null: never by itself' }),
    removedAt: timestamp.nullable(),
    version: z.int().meta({ description: 'Counts its changes; the `ETag` of a single entry' }),
    trail: z.array(change).meta({ description: 'Who changed what, the oldest first' }),
  })
  .meta({ id: 'Suppression' });

export const suppressionPage = pageOf(suppression).meta({ id: 'SuppressionPage' });

export const suppressionParams = z.object({
  organizationId,
  suppressionId: z.string().regex(/^[0-9a-f]{32}$/, 'The id of an entry'),
});

export const suppressionQuery = listQuery('suppressions').extend({
  state: z.enum(suppressionStates).optional(),
  cause: cause.optional(),
  reason: bounceReason.optional(),
  address: mailAddress.optional().meta({ description: 'Exactly this address' }),
});

export const newSuppression = z
  .strictObject({
    address: mailAddress,
    note: line(500).meta({ description: 'Why, for those who look at it later', examples: ['Asked by phone'] }),
    expiresAt: instant.optional().meta({ description: 'From then on the address is tried again; never by default' }),
  })
  .meta({ id: 'NewSuppression' });

export const suppressionRemoval = z
  .strictObject({ note: line(500).meta({ examples: ['The mailbox works again'] }) })
  .meta({ id: 'SuppressionRemoval' });

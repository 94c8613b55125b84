import { z } from 'zod';

import { bounceReasons } from '../../domain/bounces/bounce-reason';
import { mailRoutes } from '../../domain/mail-message';
import { correlationProofs } from '../../domain/undeliverables/correlation';
import { failureCauses } from '../../domain/undeliverables/failure';
import { mailAddress, organizationId, pageOf, period, timestamp } from './common';
import { listQuery } from './list-query';
import { serverAnswer } from './message';

export const bounceReason = z
  .enum(bounceReasons)
  .meta({ description: 'Why, in the words of docs/bounces.md', examples: ['userunknown'] });

const notice = z
  .object({
    to: z.string().meta({ examples: ['admin@customer.example'] }),
    mailId: z.string().meta({ description: 'The message that tells of it' }),
    kind: z.enum(['single', 'digest']).meta({ description: 'A digest tells of many that failed at once' }),
  })
  .meta({ id: 'UndeliverableNotice' });

export const undeliverable = z
  .object({
    id: z.string(),
    organizationId,
    mailId: z.string(),
    position: z.int().meta({ description: 'Place of the recipient in the message, from 0' }),
    recipient: z.string(),
    subject: z.string(),
    cause: z.enum(failureCauses).meta({
      description:
        '`refused` while sending, `expired` before anybody took it, `bounced` after a server had taken it, ' +
        '`suppressed` because the address is on the suppression list, ' +
        '`suspended` because the own server is, and its organization does not let mail wait',
    }),
    reason: bounceReason,
    hard: z.boolean().meta({ description: 'Whether the address itself is dead' }),
    answer: serverAnswer.nullable(),
    remoteMta: z.string().nullable().meta({ description: 'The server that refused, as far as it is named' }),
    route: z.enum(mailRoutes).nullable(),
    inboundMailId: z.string().nullable().meta({ description: 'The mail that reported it, for operators' }),
    proof: z.enum(correlationProofs).nullable().meta({ description: 'What ties that mail to the message' }),
    notice: notice
      .nullable()
      .meta({ description: 'Null while nobody has been told, and where the bounce went by itself' }),
    recordedAt: timestamp,
  })
  .meta({ id: 'Undeliverable' });

export const undeliverablePage = pageOf(undeliverable).meta({ id: 'UndeliverablePage' });

export const undeliverableParams = z.object({
  organizationId,
  undeliverableId: z.string().regex(/^[A-Za-z0-9._-]{1,120}$/, 'The id of an undeliverable'),
});

export const undeliverableQuery = listQuery('undeliverables').extend({
  cause: z.enum(failureCauses).optional(),
  reason: bounceReason.optional(),
  recipient: mailAddress.optional().meta({ description: 'Exactly this address' }),
  messageId: z.string().min(1).max(100).optional().meta({ description: 'The id of a message' }),
  ...period('Recorded'),
});

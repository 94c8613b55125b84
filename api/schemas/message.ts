import { z } from 'zod';

import { deliveryStates, mailCategories, mailRoutes, refusedCommands } from '../../domain/mail-message';
import { fileMediaType } from './attachment';
import { instant, line, locale, mailAddress, organizationId, pageOf, period, timestamp } from './common';
import { listQuery } from './list-query';

const filename = line(255).refine((name) => !/[\\/]/.test(name), 'A file name, not a path');

const attachment = z
  .strictObject({
    filename,
    contentType: fileMediaType,
    content: z.base64().meta({ description: 'A small file in base64' }),
  })
  .meta({ id: 'Attachment' });

const uploadedAttachment = z
  .strictObject({
    filename,
    attachmentId: z.uuid().meta({ description: 'The id of an uploaded file; its media type came with it' }),
  })
  .meta({ id: 'UploadedAttachment' });

const searchedStates = deliveryStates.filter((state) => state !== 'sending');

export const newMessage = z
  .strictObject({
    organizationId,
    category: z.enum(mailCategories).meta({
      description: 'Only transactional mail uses the organization’s own server',
    }),
    to: z.array(mailAddress).min(1).max(50),
    replyTo: mailAddress.optional().meta({ description: 'The organization’s Reply-To by default' }),
    subject: line(900).meta({ examples: ['Please sign: framework agreement'] }),
    text: z.string().min(1).max(1_000_000),
    html: z.string().min(1).max(2_000_000).optional(),
    attachments: z
      .array(z.union([attachment, uploadedAttachment]))
      .max(20)
      .default([]),
    locale: locale.optional().meta({ description: 'The language of the content' }),
    unsubscribeUrl: z
      .url({ protocol: /^https$/ })
      .max(2000)
      .optional()
      .meta({
        description:
          'Where recipients of informational and marketing mail unsubscribe, also with one click (RFC 8058); forbidden for ' +
          'transactional mail. Left out for a single recipient: a link of this service, which keeps further mail of these ' +
          'kinds back. Required for several recipients, and where this service is not reached by https',
      }),
    notBefore: instant.optional().meta({ description: 'Not sent earlier; at most 30 days ahead' }),
    expiresAt: instant.optional().meta({
      description:
        'Not sent later, at most 30 days after `notBefore`; 72 hours after it by default, or what the service is set to',
    }),
  })
  .meta({ id: 'NewMessage' });

export type NewMessage = z.output<typeof newMessage>;

export const serverAnswer = z
  .object({
    replyCode: z.int().nullable(),
    enhancedStatus: z.string().nullable(),
    text: z.string(),
    command: z.enum(refusedCommands).optional().meta({ description: 'What was refused, where that is known' }),
  })
  .meta({ id: 'ServerAnswer', description: 'What the receiving server said' });

const recipient = z
  .object({
    recipient: z.string(),
    state: z.enum(deliveryStates),
    answer: serverAnswer.nullable(),
    changedAt: timestamp,
  })
  .meta({ id: 'MessageRecipient' });

export const message = z
  .object({
    id: z.string(),
    organizationId,
    resendOf: z.string().nullable().meta({ description: 'The message that this one repeats' }),
    category: z.enum([...mailCategories, 'notice']),
    messageId: z.string(),
    replyTo: z.string(),
    subject: z.string(),
    state: z.enum(deliveryStates),
    route: z.enum(mailRoutes).nullable().meta({ description: 'The route of the last attempt, null before the first' }),
    attempts: z.int(),
    acceptedAt: timestamp,
    nextAttemptAt: timestamp.nullable(),
    expiresAt: timestamp,
    recipients: z.array(recipient),
  })
  .meta({ id: 'Message' });

export const messageParams = z.object({
  messageId: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'The id of a message'),
});

export const acceptedMessage = z
  .object({ id: z.string(), messageId: z.string(), organizationId, state: z.enum(deliveryStates) })
  .meta({ id: 'AcceptedMessage' });

export const messageQuery = listQuery('messages').extend({
  recipient: mailAddress.optional().meta({ description: 'Mails to this address, exactly as it was given' }),
  state: z
    .enum(searchedStates)
    .optional()
    .meta({ description: 'Mails in this state; `sending` cannot be searched for' }),
  category: z
    .enum([...mailCategories, 'notice'])
    .optional()
    .meta({ description: '`notice`: written by this service' }),
  route: z.enum(mailRoutes).optional().meta({ description: 'Mails whose last attempt went this way' }),
  ...period('Accepted'),
});

export const messagePage = pageOf(message).meta({ id: 'MessagePage' });

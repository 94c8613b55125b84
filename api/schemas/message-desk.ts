import { z } from 'zod';

import { heldResolutions, mailRoutes, outcomeStates } from '../../domain/mail-message';
import { organizationId, organizationName, pageOf, period, prose, timestamp } from './common';
import { listQuery } from './list-query';
import { message, serverAnswer } from './message';
import { workflowUrl } from './workflow';

const attempt = z
  .object({
    sequence: z.int(),
    kind: z.enum(['outcome', 'held']).meta({
      description: '`held`: the mail may have been handed over, and nobody recorded what the server said',
    }),
    route: z.enum(mailRoutes).nullable(),
    counted: z.boolean().meta({ description: 'False when no server heard of the mail' }),
    at: timestamp,
    outcomes: z.array(
      z.object({
        recipient: z.string(),
        state: z.enum(outcomeStates),
        answer: serverAnswer,
      }),
    ),
  })
  .meta({ id: 'MessageAttempt' });

const resolution = z.enum(heldResolutions).meta({
  description: '`resend` sends the mail once more, under the same Message-ID',
  examples: ['sent'],
});

export const messageHistory = z
  .object({
    attempts: z.array(attempt),
    resolutions: z.array(z.object({ resolution, reason: z.string(), by: z.string(), at: timestamp })),
  })
  .meta({ id: 'MessageHistory' });

export const resolveHeldBody = z
  .strictObject({
    resolution,
    reason: prose(1_000).meta({
      description: 'How you know, or why it has to go again',
      examples: ['The relay’s log shows it as delivered'],
    }),
  })
  .meta({ id: 'ResolveHeldMessage' });

const messageInTrouble = message
  .extend({
    organizationName,
    workflowUrl: workflowUrl.meta({ description: 'Where the Temporal UI shows how it is being sent' }),
  })
  .meta({ id: 'MessageInTrouble' });

export const attentionPage = pageOf(messageInTrouble).meta({ id: 'MessageInTroublePage' });

export const attentionQuery = listQuery('messagesNeedingAttention').extend({
  state: z.enum(['held', 'deferred']).meta({ description: 'The state to look for', examples: ['held'] }),
  organizationId: organizationId.optional().meta({ description: 'Only mails of this organization' }),
  ...period('Accepted'),
});

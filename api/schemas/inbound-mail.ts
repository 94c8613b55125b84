import { z } from 'zod';

import { bounceKinds } from '../../domain/bounces/bounce-reading';
import { inboundRefusals } from '../../domain/inbound/inbound-refusal';
import { inboundMailClasses, inboundMailStates } from '../../domain/inbound/inbound-mail';
import { noEffectReasons } from '../../domain/undeliverables/bounce-effect';
import { correlationFaults, correlationProofs } from '../../domain/undeliverables/correlation';
import { findingEffects, inboundOutcomes } from '../../domain/undeliverables/inbound-finding';
import { pageOf, period, timestamp } from './common';
import { listQuery } from './list-query';
import { bounceReason } from './undeliverable';
import { workflowUrl } from './workflow';

const finding = z
  .object({
    recipient: z.string(),
    kind: z.enum(bounceKinds),
    reason: bounceReason,
    hard: z.boolean(),
    enhancedStatus: z.string(),
    replyCode: z.string(),
    text: z.string().meta({ description: 'The words of the remote server or of the report' }),
    effect: z.enum(findingEffects),
    because: z.enum([...noEffectReasons, ...correlationFaults]).nullable(),
    proof: z.enum(correlationProofs).nullable(),
    organizationId: z.string().nullable(),
    mailId: z.string().nullable(),
    position: z.int().nullable(),
    candidates: z.array(z.string()).meta({ description: 'Messages that a guess may mean; a guess changes nothing' }),
  })
  .meta({ id: 'InboundFinding' });

export const inboundMail = z
  .object({
    id: z.string().meta({ description: 'The content identity: the same mail twice is one' }),
    class: z.enum(inboundMailClasses),
    state: z.enum(inboundMailStates),
    outcome: z.enum(inboundOutcomes).nullable(),
    sender: z.string().meta({ description: 'Envelope sender; empty for the null sender' }),
    recipient: z.string().meta({ description: 'Envelope recipient' }),
    peer: z.object({
      address: z.string(),
      name: z.string(),
      protocol: z.enum(['smtp', 'lmtp']),
      isEncrypted: z.boolean(),
    }),
    size: z.int().meta({ description: 'In bytes' }),
    copies: z.int().meta({ description: 'How often the very same mail came' }),
    findings: z.array(finding),
    receivedAt: timestamp,
    settledAt: timestamp.nullable(),
    workflowUrl: workflowUrl.meta({ description: 'Where the Temporal UI shows what came of it' }),
  })
  .meta({ id: 'InboundMail', description: 'A mail that came to one of our return addresses' });

export const inboundMailPage = pageOf(inboundMail).meta({ id: 'InboundMailPage' });

export const inboundMailParams = z.object({
  inboundMailId: z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'The id of a received mail'),
});

export const inboundMailQuery = listQuery('inboundMails').extend({
  class: z
    .enum(inboundMailClasses)
    .optional()
    .meta({ description: '`unparseable` is the queue of those nobody could read' }),
  outcome: z.enum(inboundOutcomes).optional(),
  state: z.enum(inboundMailStates).optional().meta({ description: '`stored` has not been routed yet' }),
  ...period('Received'),
});

export const inboundRefusal = z
  .object({
    id: z.string().meta({ examples: ['2026-11-26T10/forged/192.0.2.0/24'] }),
    reason: z.enum(inboundRefusals).meta({
      description:
        '`foreign`: not of our domains; `unknown`: no return address; `forged`: a wrong signature; `expired`: a genuine address that is too old',
    }),
    network: z.string().meta({ description: 'Where it came from; `others` where there were too many to tell apart' }),
    count: z.int().meta({ description: 'Refused recipients within the hour' }),
    firstAt: timestamp,
    lastAt: timestamp,
  })
  .meta({ id: 'InboundRefusal', description: 'Recipients that the listener refused, by hour, reason and network' });

export const inboundRefusalPage = pageOf(inboundRefusal).meta({ id: 'InboundRefusalPage' });

export const inboundRefusalQuery = listQuery('inboundRefusals').extend({ reason: z.enum(inboundRefusals).optional() });

import type { InboundMail, InboundMailSummary, NewInboundMail } from '../../activities/ports/inbound-mail-store';
import { bounceKinds } from '../../domain/bounces/bounce-reading';
import { bounceReasons } from '../../domain/bounces/bounce-reason';
import { inboundMailClasses, inboundMailStates, type InboundPeer } from '../../domain/inbound/inbound-mail';
import { returnKinds, type ReturnToken } from '../../domain/inbound/return-token';
import { correlationProofs } from '../../domain/undeliverables/correlation';
import { findingEffects, inboundOutcomes, type InboundFinding } from '../../domain/undeliverables/inbound-finding';
import { partSchema, storeSchema } from './store-schema';

export type InboundMailDocument = Omit<InboundMail, 'id' | 'raw' | 'receivedAt' | 'settledAt'> & {
  readonly _id: string;
  readonly raw: Buffer;
  /** Of the raw mail, in bytes. */
  readonly size: number;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
};

const peer = partSchema<InboundPeer>({
  address: { type: String, required: true },
  name: { type: String },
  protocol: { type: String, required: true, enum: ['smtp', 'lmtp'] },
  isEncrypted: { type: Boolean, required: true },
});

const envelope = partSchema<InboundMail['envelope']>({
  sender: { type: String },
  recipient: { type: String, required: true },
});

const finding = partSchema<InboundFinding>({
  recipient: { type: String },
  kind: { type: String, required: true, enum: bounceKinds },
  reason: { type: String, required: true, enum: bounceReasons },
  hard: { type: Boolean, required: true },
  enhancedStatus: { type: String },
  replyCode: { type: String },
  text: { type: String },
  effect: { type: String, required: true, enum: findingEffects },
  because: { type: String, default: null },
  proof: { type: String, default: null, enum: [...correlationProofs, null] },
  organizationId: { type: String, default: null },
  mailId: { type: String, default: null },
  position: { type: Number, default: null },
  candidates: { type: [String], default: [] },
});

const token = partSchema<ReturnToken>({
  kind: { type: String, required: true, enum: returnKinds },
  reference: { type: String, required: true },
  position: { type: Number, default: null },
  organizationTag: { type: String, required: true },
  lastDay: { type: Number, required: true },
});

export const inboundMailCollection = 'inbound_mails';

export const inboundMailSchema = storeSchema<InboundMailDocument>(
  inboundMailCollection,
  {
    _id: { type: String, required: true },
    raw: { type: Buffer, required: true },
    envelope: { type: envelope, required: true },
    peer: { type: peer, required: true },
    receivedAt: { type: Date, required: true },
    class: { type: String, required: true, enum: inboundMailClasses },
    token: { type: token, default: null },
    state: { type: String, required: true, enum: inboundMailStates },
    copies: { type: Number, required: true },
    size: { type: Number, required: true },
    outcome: { type: String, default: null, enum: [...inboundOutcomes, null] },
    findings: { type: [finding], default: [] },
    settledAt: { type: Date, default: null },
  },
  [
    {
      fields: { receivedAt: 1 },
      options: { name: 'unsettled', partialFilterExpression: { state: 'stored' } },
    },
    { fields: { receivedAt: -1, _id: -1 }, options: { name: 'newest_first' } },
    { fields: { class: 1, receivedAt: -1, _id: -1 }, options: { name: 'class_newest_first' } },
    { fields: { outcome: 1, receivedAt: -1, _id: -1 }, options: { name: 'outcome_newest_first' } },
    {
      fields: { 'findings.organizationId': 1, receivedAt: -1 },
      options: { name: 'rejected', partialFilterExpression: { outcome: 'rejected' } },
    },
  ],
);

export function toInboundMailDocument({ id, raw, receivedAt, ...rest }: NewInboundMail): InboundMailDocument {
  return {
    _id: id,
    ...rest,
    raw: Buffer.from(raw),
    receivedAt: new Date(receivedAt),
    state: 'stored',
    copies: 1,
    outcome: null,
    findings: [],
    size: raw.byteLength,
    settledAt: null,
  };
}

/** A mail as lists show it: the document without its bytes. */
export function toInboundMailSummary(document: Omit<InboundMailDocument, 'raw'>): InboundMailSummary {
  const { _id, receivedAt, settledAt, ...rest } = document;
  return { id: _id, ...rest, receivedAt: receivedAt.toISOString(), settledAt: settledAt?.toISOString() ?? null };
}

export function toInboundMail({ _id, size: _size, receivedAt, settledAt, ...rest }: InboundMailDocument): InboundMail {
  return { id: _id, ...rest, receivedAt: receivedAt.toISOString(), settledAt: settledAt?.toISOString() ?? null };
}

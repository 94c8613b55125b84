import type { InboundMail, NewInboundMail } from '../../activities/ports/inbound-mail-store';
import { inboundMailClasses, inboundMailStates, type InboundPeer } from '../../domain/inbound/inbound-mail';
import { returnKinds, type ReturnToken } from '../../domain/inbound/return-token';
import { partSchema, storeSchema } from './store-schema';

export type InboundMailDocument = Omit<InboundMail, 'id' | 'raw' | 'receivedAt' | 'settledAt'> & {
  readonly _id: string;
  readonly raw: Buffer;
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

const token = partSchema<ReturnToken>({
  kind: { type: String, required: true, enum: returnKinds },
  reference: { type: String, required: true },
  position: { type: Number, default: null },
  organizationTag: { type: String, required: true },
  lastDay: { type: Number, required: true },
});

export const inboundMailSchema = storeSchema<InboundMailDocument>(
  'inbound_mails',
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
    outcome: { type: String, default: null },
    settledAt: { type: Date, default: null },
  },
  [
    {
      fields: { receivedAt: 1 },
      options: { name: 'unsettled', partialFilterExpression: { state: 'stored' } },
    },
    { fields: { class: 1, receivedAt: -1, _id: -1 }, options: { name: 'newest_first' } },
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
    settledAt: null,
  };
}

export function toInboundMail({ _id, receivedAt, settledAt, ...rest }: InboundMailDocument): InboundMail {
  return { id: _id, ...rest, receivedAt: receivedAt.toISOString(), settledAt: settledAt?.toISOString() ?? null };
}

import type { Undeliverable, UndeliverableNotice } from '../../activities/ports/undeliverable-store';
import { bounceReasons } from '../../domain/bounces/bounce-reason';
import { mailRoutes } from '../../domain/mail-message';
import { correlationProofs } from '../../domain/undeliverables/correlation';
import { failureCauses } from '../../domain/undeliverables/failure';
import { serverAnswer } from './outbox-schema';
import { partSchema, storeSchema } from './store-schema';

export type UndeliverableDocument = Omit<Undeliverable, 'id' | 'recordedAt'> & {
  readonly _id: string;
  readonly recordedAt: Date;
};

const notice = partSchema<UndeliverableNotice>({
  to: { type: String, required: true },
  mailId: { type: String, required: true },
  kind: { type: String, required: true, enum: ['single', 'digest'] },
});

export const undeliverableCollection = 'undeliverables';

export const undeliverableSchema = storeSchema<UndeliverableDocument>(
  undeliverableCollection,
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    mailId: { type: String, required: true },
    position: { type: Number, required: true },
    recipient: { type: String, required: true },
    subject: { type: String },
    cause: { type: String, required: true, enum: failureCauses },
    reason: { type: String, required: true, enum: bounceReasons },
    hard: { type: Boolean, required: true },
    answer: { type: serverAnswer, default: null },
    remoteMta: { type: String, default: null },
    route: { type: String, default: null, enum: [...mailRoutes, null] },
    inboundMailId: { type: String, default: null },
    proof: { type: String, default: null, enum: [...correlationProofs, null] },
    notice: { type: notice, default: null },
    recordedAt: { type: Date, required: true },
  },
  [
    { fields: { organizationId: 1, recordedAt: -1, _id: -1 }, options: { name: 'newest_first' } },
    { fields: { organizationId: 1, recipient: 1, _id: 1 }, options: { name: 'by_recipient' } },
    { fields: { organizationId: 1, recipient: 1, recordedAt: 1, _id: 1 }, options: { name: 'of_recipient' } },
    { fields: { organizationId: 1, mailId: 1, recordedAt: 1, _id: 1 }, options: { name: 'of_mail' } },
  ],
);

export function toUndeliverableDocument(undeliverable: Undeliverable): UndeliverableDocument {
  const { id, recordedAt, ...rest } = undeliverable;
  return { _id: id, ...rest, recordedAt: new Date(recordedAt) };
}

export function toUndeliverable(document: UndeliverableDocument): Undeliverable {
  const { _id, recordedAt, ...rest } = document;
  return { id: _id, ...rest, recordedAt: recordedAt.toISOString() };
}

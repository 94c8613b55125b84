import { inboundRefusals, type InboundRefusal } from '../../domain/inbound/inbound-refusal';
import { storeSchema } from './store-schema';

export interface RefusalDocument {
  /** Hour, reason and network. */
  readonly _id: string;
  readonly reason: InboundRefusal;
  readonly network: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const keptDays = 90;
const daySeconds = 24 * 60 * 60;

export const inboundRefusalSchema = storeSchema<RefusalDocument>(
  'inbound_refusals',
  {
    _id: { type: String, required: true },
    reason: { type: String, required: true, enum: inboundRefusals },
    network: { type: String, required: true },
    count: { type: Number, required: true },
    firstAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
  },
  [
    { fields: { lastAt: -1 }, options: { name: 'kept_for_a_while', expireAfterSeconds: keptDays * daySeconds } },
    { fields: { reason: 1, _id: -1 }, options: { name: 'reason_newest_first' } },
    { fields: { count: 1, _id: 1, reason: 1 }, options: { name: 'by_count' } },
  ],
);

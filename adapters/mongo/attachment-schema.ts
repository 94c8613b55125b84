import { storeSchema } from './store-schema';

export const attachmentCollection = 'attachments';
export const pieceCollection = 'attachment_pieces';

/** A file and how it came. It is there once it is stored; what broke off while it came is cleaned up like any other. */
export interface AttachmentDocument {
  readonly _id: string;
  readonly organizationId: string;
  readonly idempotencyKey: string;
  readonly contentType: string;
  readonly isStored: boolean;
  readonly size: number;
  readonly sha256: string;
  readonly pieces: number;
  readonly keptUntil: Date;
}

/** The n-th part of a file. */
export interface PieceDocument {
  /** `attachment/number`, the number from 0. */
  readonly _id: string;
  readonly bytes: Buffer;
}

export const attachmentSchema = storeSchema<AttachmentDocument>(
  attachmentCollection,
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    idempotencyKey: { type: String, required: true },
    contentType: { type: String, required: true },
    isStored: { type: Boolean, required: true },
    size: { type: Number, required: true },
    sha256: { type: String, default: '' },
    pieces: { type: Number, required: true },
    keptUntil: { type: Date, required: true },
  },
  [
    {
      fields: { organizationId: 1, idempotencyKey: 1 },
      options: { name: 'idempotency', unique: true, partialFilterExpression: { isStored: true } },
    },
    { fields: { keptUntil: 1 }, options: { name: 'kept_until' } },
  ],
);

export function pieceId(attachmentId: string, number: number): string {
  return `${attachmentId}/${number}`;
}

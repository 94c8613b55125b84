import { createHash, randomUUID } from 'node:crypto';

import { trusted, type Model, type mongo } from 'mongoose';

import type {
  AttachmentIntake,
  AttachmentReader,
  AttachmentUpload,
  StoredAttachment,
} from '../../activities/ports/attachment-store';
import { bytesPerLine } from '../../domain/base64-lines';
import { CatalogueError } from '../../domain/errors';
import {
  attachmentSchema,
  pieceCollection,
  pieceId,
  type AttachmentDocument,
  type PieceDocument,
} from './attachment-schema';
import type { MongoConnection } from './mongo-connection';
import { isDuplicateKey } from './store-failure';

/** A whole number of base64 lines, so that a piece can be encoded by itself; about 230 kB. */
const pieceBytes = bytesPerLine * 4_096;
/** What has not been stored after this time never will be. */
const uploadMs = 60 * 60_000;

type Taken = Pick<AttachmentDocument, 'size' | 'sha256' | 'pieces' | 'keptUntil'>;

/** Uploaded files in pieces of their own, so that neither taking one in nor sending it needs it in memory. */
export class MongoAttachmentStore implements AttachmentIntake, AttachmentReader {
  readonly #mongo: MongoConnection;
  readonly #attachments: Model<AttachmentDocument>;

  constructor(connection: MongoConnection) {
    this.#mongo = connection;
    this.#attachments = connection.model('Attachment', attachmentSchema);
  }

  async store(upload: AttachmentUpload): Promise<StoredAttachment> {
    const id = randomUUID();
    await this.#begin(id, upload);
    try {
      const taken = await this.#take(id, upload);
      if (await this.#commit(id, taken)) return await this.#find(id);
      const first = await this.#storedBefore(upload, taken.sha256);
      await this.remove(id);
      return first;
    } catch (error) {
      await this.remove(id).catch(leaveToTheSweep);
      throw error;
    }
  }

  async keep(
    organizationId: string,
    ids: readonly string[],
    { now, until }: { readonly now: string; readonly until: string },
  ): Promise<ReadonlyMap<string, StoredAttachment>> {
    const query = { _id: trusted({ $in: [...ids] }), organizationId, isStored: true };
    const alive = { ...query, keptUntil: trusted({ $gt: new Date(now) }) };
    return await this.#mongo.run(async () => {
      await this.#attachments.updateMany(alive, { $max: { keptUntil: new Date(until) } });
      const kept = { ...query, keptUntil: trusted({ $gte: new Date(until) }) };
      const found = await this.#attachments.find(kept).lean<AttachmentDocument[]>();
      const attachments = found.map(toAttachment);
      return new Map(attachments.map((each) => [each.id, each]));
    });
  }

  async *read(id: string): AsyncGenerator<Uint8Array> {
    const pieces = await this.#mongo.run(
      async () => (await this.#attachments.findOne({ _id: id, isStored: true }).lean<AttachmentDocument>())?.pieces,
    );
    if (pieces === undefined) throw new CatalogueError('INTERNAL', 'A stored attachment is gone');
    for (let number = 0; number < pieces; number += 1) yield await this.#piece(id, number);
  }

  /** Removes a file; the document goes last, so that what an interruption leaves is found again. */
  async remove(id: string): Promise<void> {
    // The character behind the slash is the zero.
    const from = { $gte: `${id}/`, $lt: `${id}0` };
    await this.#mongo.native(async (database) => await piecesOf(database).deleteMany({ _id: from }));
    await this.#mongo.run(async () => await this.#attachments.deleteOne({ _id: id }));
  }

  async #begin(_id: string, { organizationId, idempotencyKey, contentType, now }: AttachmentUpload): Promise<void> {
    const begun = { isStored: false, size: 0, sha256: '', pieces: 0, keptUntil: new Date(Date.parse(now) + uploadMs) };
    const document = { _id, organizationId, idempotencyKey, contentType, ...begun };
    await this.#mongo.run(async () => await new this.#attachments(document).save());
  }

  async #take(id: string, { content, mostBytes, keptUntil }: AttachmentUpload): Promise<Taken> {
    const hash = createHash('sha256');
    let [size, pieces] = [0, 0];
    for await (const bytes of inPieces(content)) {
      size += bytes.length;
      if (size > mostBytes) throw tooLarge(mostBytes);
      hash.update(bytes);
      await this.#write({ _id: pieceId(id, pieces), bytes });
      pieces += 1;
    }
    return { size, sha256: hash.digest('hex'), pieces, keptUntil: new Date(keptUntil) };
  }

  /** False when the key stands with another file, or with this one from before. */
  async #commit(_id: string, taken: Taken): Promise<boolean> {
    try {
      const stored = { ...taken, isStored: true };
      await this.#mongo.run(async () => await this.#attachments.updateOne({ _id }, { $set: stored }));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async #write(piece: PieceDocument): Promise<void> {
    await this.#mongo.native(async (database) => await piecesOf(database).insertOne(piece));
  }

  async #piece(id: string, number: number): Promise<Uint8Array> {
    const wanted = { _id: pieceId(id, number) };
    const found = await this.#mongo.native(
      async (database) => await piecesOf(database).findOne(wanted, { promoteBuffers: true }),
    );
    if (found === null) throw new CatalogueError('INTERNAL', 'A piece of a stored attachment is gone');
    return found.bytes;
  }

  async #storedBefore(upload: AttachmentUpload, sha256: string): Promise<StoredAttachment> {
    const { organizationId, idempotencyKey, contentType } = upload;
    const first = await this.#mongo.run(
      async () =>
        await this.#attachments.findOne({ organizationId, idempotencyKey, isStored: true }).lean<AttachmentDocument>(),
    );
    const isSame = first !== null && first.sha256 === sha256 && first.contentType === contentType;
    if (!isSame) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    return toAttachment(first);
  }

  async #find(_id: string): Promise<StoredAttachment> {
    const found = await this.#mongo.run(
      async () => await this.#attachments.findOne({ _id }).lean<AttachmentDocument>(),
    );
    if (found === null) throw new CatalogueError('INTERNAL', 'An attachment is gone that was just stored');
    return toAttachment(found);
  }
}

export function piecesOf(database: mongo.Db): mongo.Collection<PieceDocument> {
  return database.collection<PieceDocument>(pieceCollection);
}

/** Joins and cuts what comes into pieces of one length; only the last one may be shorter. */
async function* inPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    gathered.push(chunk);
    length += chunk.length;
    if (length < pieceBytes) continue;
    const joined = Buffer.concat(gathered);
    const whole = length - (length % pieceBytes);
    for (let at = 0; at < whole; at += pieceBytes) yield joined.subarray(at, at + pieceBytes);
    gathered = [joined.subarray(whole)];
    length -= whole;
  }
  if (length > 0) yield Buffer.concat(gathered);
}

function tooLarge(mostBytes: number): CatalogueError {
  return new CatalogueError('BODY_TOO_LARGE', `An attachment may have ${mostBytes} bytes at most`);
}

function toAttachment(stored: AttachmentDocument): StoredAttachment {
  const { _id: id, organizationId, contentType, size, sha256, keptUntil } = stored;
  return { id, organizationId, contentType, size, sha256, keptUntil: keptUntil.toISOString() };
}

function leaveToTheSweep(): void {
  // What is left of it is removed when its time is over.
}

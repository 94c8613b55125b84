import { createHash, randomUUID } from 'node:crypto';

import type { AttachmentIntake, AttachmentUpload, StoredAttachment } from '../../../activities/ports/attachment-store';
import { CatalogueError, type ErrorCode } from '../../../domain/errors';

/** Keeps attachments so that a test can see what arrived. */
export class FakeAttachmentIntake implements AttachmentIntake {
  readonly stored: (StoredAttachment & { readonly bytes: Buffer })[] = [];
  trouble: ErrorCode | null = null;

  async store({ content, mostBytes, organizationId, contentType, keptUntil }: AttachmentUpload) {
    if (this.trouble) throw new CatalogueError(this.trouble);
    const pieces: Uint8Array[] = [];
    for await (const piece of content) {
      pieces.push(piece);
      if (Buffer.concat(pieces).length > mostBytes) throw new CatalogueError('BODY_TOO_LARGE');
    }
    const bytes = Buffer.concat(pieces);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored = { id: randomUUID(), organizationId, contentType, size: bytes.length, sha256, keptUntil };
    this.stored.push({ ...stored, bytes });
    return stored;
  }

  async keep(
    organizationId: string,
    ids: readonly string[],
    { until }: { readonly until: string },
  ): Promise<ReadonlyMap<string, StoredAttachment>> {
    const kept = this.stored.filter((each) => each.organizationId === organizationId && ids.includes(each.id));
    return new Map(kept.map((each) => [each.id, { ...each, keptUntil: until }]));
  }
}

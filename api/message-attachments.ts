import { randomBytes } from 'node:crypto';

import type { AttachmentPlace, StoredAttachment } from '../activities/ports/attachment-store';
import type { Attachment } from '../activities/ports/mail-composer';
import { CatalogueError, type FieldFault } from '../domain/errors';
import type { ApiDependencies } from './dependencies';
import type { NewMessage } from './schemas/message';

type Given = NewMessage['attachments'][number];

/** An uploaded attachment's stand-in while its mail is composed: one line of base64 that nothing else can contain. */
interface StandIn {
  readonly line: string;
  readonly stored: StoredAttachment;
}

export interface MessageAttachments {
  readonly parts: readonly Attachment[];
  readonly standIns: readonly StandIn[];
}

const standInBytes = 54;
/** An attachment outlives its mail, so that ops can have that sent once more. */
const afterExpiryMs = 24 * 3_600_000;

/** The attachments as the composer takes them, or the faults of those that cannot be had. Throws STORE_UNAVAILABLE. */
export async function messageAttachments(
  { organizationId, attachments }: NewMessage,
  expiresAt: string,
  { attachments: intake, settings, clock }: Pick<ApiDependencies, 'attachments' | 'settings' | 'clock'>,
): Promise<MessageAttachments | readonly FieldFault[]> {
  const ids = attachments.flatMap((each) => ('attachmentId' in each ? [each.attachmentId] : []));
  if (ids.length === 0) return { parts: attachments.flatMap(inlineAttachment), standIns: [] };
  const until = new Date(Date.parse(expiresAt) + afterExpiryMs).toISOString();
  const stored = await intake.keep(organizationId, ids, { now: clock().toISOString(), until });
  const faults = uploadFaults(attachments, stored, settings.attachmentLimitBytes);
  return faults.length > 0 ? faults : withStandIns(attachments, stored);
}

/** Takes the stand-ins out of a composed mail, and says where the attachments go instead. */
export function placeAttachments(
  composed: Uint8Array,
  { standIns }: MessageAttachments,
): { readonly bytes: Uint8Array; readonly places: readonly AttachmentPlace[] } {
  if (standIns.length === 0) return { bytes: composed, places: [] };
  const all = Buffer.from(composed.buffer, composed.byteOffset, composed.byteLength);
  const kept: Buffer[] = [];
  const places: AttachmentPlace[] = [];
  let [from, at] = [0, 0];
  for (const { line, stored } of standIns) {
    const found = all.indexOf(line, from, 'latin1');
    if (found < 0) throw new CatalogueError('INTERNAL', 'An attachment has no place in its mail');
    kept.push(all.subarray(from, found));
    at += found - from;
    places.push({ at, attachmentId: stored.id, size: stored.size });
    from = found + line.length;
  }
  return { bytes: Buffer.concat([...kept, all.subarray(from)]), places };
}

function uploadFaults(
  attachments: readonly Given[],
  stored: ReadonlyMap<string, StoredAttachment>,
  mostBytes: number,
): FieldFault[] {
  const sizes = attachments.map((each) => ('attachmentId' in each ? (stored.get(each.attachmentId)?.size ?? 0) : 0));
  const isTooMuch = sizes.reduce((sum, size) => sum + size, 0) > mostBytes;
  const unknown = attachments.flatMap((each, index) =>
    'attachmentId' in each && !stored.has(each.attachmentId)
      ? [{ pointer: `/attachments/${index}/attachmentId`, code: 'UNKNOWN_ATTACHMENT' }]
      : [],
  );
  return [...unknown, ...(isTooMuch ? [{ pointer: '/attachments', code: 'TOO_LARGE' }] : [])];
}

function withStandIns(
  attachments: readonly Given[],
  stored: ReadonlyMap<string, StoredAttachment>,
): MessageAttachments {
  const standIns: StandIn[] = [];
  const parts = attachments.flatMap((each) => {
    if (!('attachmentId' in each)) return inlineAttachment(each);
    const found = stored.get(each.attachmentId);
    if (found === undefined) return [];
    const bytes = randomBytes(standInBytes);
    standIns.push({ line: bytes.toString('base64'), stored: found });
    return [{ filename: each.filename, contentType: found.contentType, bytes }];
  });
  return { parts, standIns };
}

function inlineAttachment(given: Given): Attachment[] {
  if ('attachmentId' in given) return [];
  const { filename, contentType, content } = given;
  return [{ filename, contentType, bytes: Buffer.from(content, 'base64') }];
}

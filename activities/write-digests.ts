import { createHash } from 'node:crypto';

import { acceptDigest, type NoticeComposing, type OwedFailure, type ToldFailure } from './compose-notice';
import type { UndeliverableNotice, UndeliverableStore } from './ports/undeliverable-store';

interface DigestDeps extends NoticeComposing {
  readonly undeliverables: UndeliverableStore;
  readonly digestFrom: number;
}

/**
 * Collects what goes to the same address into one notice, where it is enough; the rest is written one by one. Each
 * failure is reserved for its digest before any is written, so that a repetition collects the very same ones.
 */
export async function writeDigests(
  deps: DigestDeps,
  digestId: string,
  owed: readonly OwedFailure[],
  writeSingle: (owed: OwedFailure) => Promise<void>,
): Promise<void> {
  const byAddress = new Map<string, OwedFailure[]>();
  for (const each of owed) byAddress.set(each.noticeTo, [...(byAddress.get(each.noticeTo) ?? []), each]);
  for (const [to, together] of byAddress) {
    const notice = { to, mailId: digestMailId(digestId, to), kind: 'digest' } as const;
    const isReserved = together.some(({ undeliverable }) => undeliverable.notice?.mailId === notice.mailId);
    if (together.length >= deps.digestFrom || isReserved) await writeDigest(deps, notice, together, writeSingle);
    else for (const each of together) await writeSingle(each);
  }
}

async function writeDigest(
  deps: DigestDeps,
  notice: UndeliverableNotice,
  together: readonly OwedFailure[],
  writeSingle: (owed: OwedFailure) => Promise<void>,
): Promise<void> {
  const mine: OwedFailure[] = [];
  for (const each of together) {
    const standing = await deps.undeliverables.reserveNotice(each.undeliverable.id, notice);
    if (standing.notice?.mailId === notice.mailId) mine.push(each);
    else await writeSingle(each);
  }
  const [first, ...rest] = mine;
  if (!first) return;
  const told: readonly [ToldFailure, ...ToldFailure[]] = [first, ...rest];
  await acceptDigest(deps, first.state, notice, told);
}

/** Always the same for a digest and an address; in the form of a UUID, as every mail's id is. */
function digestMailId(digestId: string, to: string): string {
  const hex = createHash('sha256').update(`${digestId}\n${to}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

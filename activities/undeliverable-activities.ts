import { randomUUID } from 'node:crypto';

import { acceptNotice, type NoticeComposing, type OwedFailure } from './compose-notice';
import { CatalogueError } from '../domain/errors';
import { observedFailure } from '../domain/undeliverables/failure';
import { noticeRecipient } from '../domain/undeliverable-routing';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { OutboxIntake, OutboxLedger, OwedNotice } from './ports/outbox';
import type { Undeliverable } from './ports/undeliverable-store';
import { recordFailure, seenPattern, type FailureDeps, type SeenPattern } from './record-failure';
import { writeDigests } from './write-digests';

export interface UndeliverableActivityDeps extends FailureDeps, NoticeComposing {
  readonly outbox: OutboxIntake & OutboxLedger;
  readonly dispatcher: DispatcherWaker;
  /** From how many owed notices on they are collected, where they go to the same address. */
  readonly digestFrom: number;
}

export type UndeliverableActivities = ReturnType<typeof createUndeliverableActivities>;

/** What the failures in question mean for the lifecycle. */
export interface NoticeResult {
  readonly pattern: SeenPattern | null;
}

interface NoticeTask {
  readonly organizationId: string;
  readonly mailId: string;
  readonly recipient: string;
}

interface DigestTask {
  readonly organizationId: string;
  readonly digestId: string;
  readonly owed: readonly OwedNotice[];
}

export function createUndeliverableActivities(deps: UndeliverableActivityDeps) {
  return {
    /** Records the failure once, reserves its notice, puts that into the outbox once, and only then forgets that it is owed. */
    async writeNotice(task: NoticeTask): Promise<NoticeResult> {
      const owed = await findOwed(deps, task);
      if (owed) await writeSingle(deps, owed);
      await deps.outbox.settleNotice({ mailId: task.mailId, recipient: task.recipient });
      await deps.dispatcher.wake(task.organizationId);
      return { pattern: owed && (await seenPattern(deps, owed.undeliverable)) };
    },
    /**
     * The same for many at once: one notice for each address that is told about many, single ones for the others. One that
     * cannot be looked up keeps none of the others waiting; it stays owed, and the activity fails for it at its end.
     */
    async writeDigest(task: DigestTask): Promise<NoticeResult> {
      const { organizationId, owed: tasks } = task;
      const looked = await Promise.allSettled(
        tasks.map(async (each) => ({ each, found: await findOwed(deps, { ...each, organizationId }) })),
      );
      const done = looked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const owed = done.flatMap(({ found }) => found ?? []);
      await writeDigests(deps, task.digestId, owed, async (each) => await writeSingle(deps, each));
      for (const { each } of done) await deps.outbox.settleNotice(each);
      await deps.dispatcher.wake(organizationId);
      const failed = looked.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      const [first] = owed;
      return { pattern: first ? await seenPattern(deps, first.undeliverable) : null };
    },
  };
}

async function findOwed(deps: UndeliverableActivityDeps, task: NoticeTask): Promise<OwedFailure | null> {
  const [source, state] = await Promise.all([
    deps.outbox.noticeSource(task.mailId),
    deps.lifecycles.find(task.organizationId),
  ]);
  const position = source?.mail.recipients.findIndex((record) => record.recipient === task.recipient) ?? -1;
  const failed = source?.mail.recipients[position];
  // Never a notice about a notice: two of them could go on for ever.
  if (!source || !failed || source.mail.category === 'notice') return null;
  // The notice stays owed until there is somebody to tell.
  if (!state?.profile) throw new CatalogueError('ORGANIZATION_UNKNOWN', 'Nobody is on record to be told');
  const { mail, headers } = source;
  const failure = observedFailure(
    failed.recipient,
    failed.state === 'expired' ? 'expired' : 'undeliverable',
    failed.answer,
  );
  const undeliverable = await recordFailure(deps, { mail, position, failure, reportedBy: null });
  const noticeTo = noticeRecipient(state.preferences.undeliverablesTo, mail.replyTo, state.profile.adminAddress);
  return { undeliverable, mail, headers, state, noticeTo };
}

/** Where a digest has been reserved for it, that tells of it. */
async function writeSingle(deps: UndeliverableActivityDeps, owed: OwedFailure): Promise<void> {
  const { notice } = await reserved(deps, owed);
  if (notice?.kind === 'single') await acceptNotice(deps, owed.state, notice, owed);
}

async function reserved(deps: UndeliverableActivityDeps, owed: OwedFailure): Promise<Undeliverable> {
  const { undeliverable, noticeTo } = owed;
  const notice = { to: noticeTo, mailId: randomUUID(), kind: 'single' } as const;
  return await deps.undeliverables.reserveNotice(undeliverable.id, notice);
}

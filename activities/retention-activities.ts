import { setTimeout as pause } from 'node:timers/promises';

import { heartbeating } from './heartbeat';
import type { MailRetention, RetentionTimes } from './ports/mail-retention';
import type { ReportRetention } from './ports/report-retention';

export interface RetentionActivityDeps {
  readonly retention: MailRetention;
  readonly reports: ReportRetention;
  /** How long bodies and attachments of mails are kept, and how long all the rest; days from their acceptance. */
  readonly bodyDays: number;
  readonly recordDays: number;
  /** How long reports of the watch over live servers are kept once there is a newer one; days. */
  readonly reportDays: number;
  /** How long one activity works at most, in milliseconds. Default four minutes. */
  readonly workMs?: number;
}

export type RetentionActivities = ReturnType<typeof createRetentionActivities>;

const dayMs = 24 * 3_600_000;
const mailsPerBatch = 200;
const attachmentsPerBatch = 20;
const reportsPerBatch = 200;
const organizationsPerPage = 500;
const usualWorkMs = 4 * 60_000;
const leastPauseMs = 10;

export function createRetentionActivities(deps: RetentionActivityDeps) {
  return {
    /** Removes what is old; true when the time was over before everything was done. */
    dropOldMail(): Promise<boolean> {
      return heartbeating(async ({ cancellationSignal }) => await dropOldMail(deps, cancellationSignal));
    },
  };
}

async function dropOldMail(deps: RetentionActivityDeps, signal: AbortSignal): Promise<boolean> {
  const { retention, workMs = usualWorkMs } = deps;
  const times = timesOf(deps, Date.now());
  const endsAt = performance.now() + workMs;
  const isOver = (): boolean => signal.aborted || performance.now() >= endsAt;
  for await (const organizationId of allOrganizations(retention)) {
    await allBatches(() => retention.dropBodies(organizationId, times, mailsPerBatch), isOver);
    await allBatches(() => retention.dropMails(organizationId, times, mailsPerBatch), isOver);
    if (isOver()) return true;
  }
  await allBatches(() => retention.dropAttachments(times, attachmentsPerBatch), isOver);
  const supersededBefore = daysBefore(Date.now(), deps.reportDays);
  await allBatches(() => deps.reports.dropReports(supersededBefore, reportsPerBatch), isOver);
  return isOver();
}

/** Rests after each batch for as long as it took, so that those who send have the database to themselves half of the time. */
async function allBatches(drop: () => Promise<boolean>, isOver: () => boolean): Promise<void> {
  let hasMore = true;
  while (hasMore && !isOver()) {
    const startedAt = performance.now();
    hasMore = await drop();
    if (hasMore) await pause(Math.max(performance.now() - startedAt, leastPauseMs));
  }
}

async function* allOrganizations(retention: MailRetention): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const page: readonly string[] = await retention.organizations(after, organizationsPerPage);
    yield* page;
    after = page.at(-1) ?? null;
    if (page.length < organizationsPerPage) return;
  }
}

function timesOf({ bodyDays, recordDays }: RetentionActivityDeps, now: number): RetentionTimes {
  return {
    bodiesBefore: daysBefore(now, bodyDays),
    mailsBefore: daysBefore(now, recordDays),
    now: new Date(now).toISOString(),
  };
}

function daysBefore(now: number, days: number): string {
  return new Date(now - days * dayMs).toISOString();
}

/** Work that goes on after its command was answered. */
export const jobKinds = ['reconciliation', 'inbound-reading'] as const;

export type JobKind = (typeof jobKinds)[number];

/** Where a job stands; `failed` is also one that was ended from outside before it was done. */
export const jobStates = ['under-way', 'done', 'failed'] as const;

export type JobState = (typeof jobStates)[number];

/** How a job that is not done came to its end. */
export const jobEndings = ['failed', 'cancelled', 'terminated', 'timed-out'] as const;

export type JobEnding = (typeof jobEndings)[number];

/** What a job is called: its kind, and the command that asked for it (64 hex digits), so that a repeated command names the same. */
export interface JobName {
  readonly kind: JobKind;
  readonly commandId: string;
}

/** The id of a job, as callers know it. */
export function jobId({ kind, commandId }: JobName): string {
  return `${kind}-${commandId}`;
}

/** What an id of a job names; null for what is none. */
export function jobNamed(id: string): JobName | null {
  const kind = jobKinds.find((each) => id.startsWith(`${each}-`));
  if (kind === undefined) return null;
  const commandId = id.slice(kind.length + 1);
  return /^[0-9a-f]{64}$/.test(commandId) ? { kind, commandId } : null;
}

/** What came of reading received mails again. */
export interface ReadingCounts {
  /** Mails that were read again. */
  readonly read: number;
}

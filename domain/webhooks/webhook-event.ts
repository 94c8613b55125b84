import type { AuditEntry } from '../audit-entry';
import type { LifecycleStatuses } from '../lifecycle/state';

/** What the product's backend is told of an event: that it happened, and where things stand. Details are read by API. */
export interface WebhookEvent {
  /** `mail-server.` and the name of the command or fact. */
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly organizationId: string;
    /** Position of the event in the organization's audit trail; orders events that arrive out of order. */
    readonly sequence: number;
    readonly revision: number | null;
    readonly before: LifecycleStatuses;
    readonly after: LifecycleStatuses;
  };
}

/** The id of an event's delivery: the same for every attempt, so that a receiver can tell a repetition. */
export function webhookId({ organizationId, sequence }: Pick<AuditEntry, 'organizationId' | 'sequence'>): string {
  return `evt_${organizationId}_${sequence}`;
}

/** No reason and no person: what people write to each other is not for a machine, and may be read by API. */
export function webhookEvent(entry: AuditEntry): WebhookEvent {
  const { organizationId, sequence, revision, before, after, event, at } = entry;
  return {
    type: `mail-server.${event}`,
    timestamp: at,
    data: { organizationId, sequence, revision, before, after },
  };
}

const firstDelayMs = 5_000;
const longestDelayMs = 6 * 60 * 60_000;
/** How long a delivery is attempted before it stays undelivered, in milliseconds: three days. */
export const webhookAgeMs = 72 * 60 * 60_000;

/** How long to wait after so many attempts, in milliseconds: fourfold from five seconds to six hours, with jitter. */
export function webhookDelayMs(attempts: number, chance: number): number {
  const delay = Math.min(firstDelayMs * 4 ** Math.min(Math.max(attempts - 1, 0), 10), longestDelayMs);
  return Math.round(delay * (1 + chance / 5));
}

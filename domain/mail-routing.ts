import type { MailRoute, OutboxCategory } from './mail-message';
import type { SuspendedMailAction } from './suspended-mail';

/** What routing needs to know of an organization's lifecycle at the moment of sending. */
export interface LiveServerStatus {
  readonly liveStatus: 'none' | 'active' | 'suspended';
  /** Whether the organization has left. */
  readonly isClosed: boolean;
  /** What the organization chose for the time of a suspension, once it is in force. */
  readonly whileSuspended: SuspendedMailAction;
}

/**
 * `wait` keeps the mail, for there is no silent fallback (rule 8); `fail` gives it up. Both only while the customer's server
 * is suspended. `cancel`: nobody sends for an organization that has left.
 */
export type RoutingDecision = MailRoute | 'wait' | 'fail' | 'cancel';

/**
 * Which server a mail leaves through, decided for each mail at send time. Transactional mail follows the live server;
 * everything else, and our own notices, always leave through the platform (rule 4).
 */
export function routeFor(category: OutboxCategory, live: LiveServerStatus): RoutingDecision {
  if (live.isClosed && category !== 'notice') return 'cancel';
  if (category !== 'transactional') return 'platform';
  switch (live.liveStatus) {
    case 'active':
      return 'customer';
    case 'suspended':
      return live.whileSuspended;
    case 'none':
      return 'platform';
  }
}

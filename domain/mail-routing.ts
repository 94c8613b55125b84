import type { MailRoute, OutboxCategory } from './mail-message';

/** What routing needs to know of an organization's lifecycle at the moment of sending. */
export interface LiveServerStatus {
  readonly liveStatus: 'none' | 'active' | 'suspended';
}

/** `wait` keeps the mail: the customer's server is suspended, and there is no silent fallback (rule 8). */
export type RoutingDecision = { readonly route: MailRoute } | { readonly route: 'wait' };

/**
 * Which server a mail leaves through, decided for each mail at send time. Transactional mail follows the live server;
 * everything else, and our own notices, always leave through the platform (rule 4).
 */
export function routeFor(category: OutboxCategory, live: LiveServerStatus): RoutingDecision {
  if (category !== 'transactional') return { route: 'platform' };
  switch (live.liveStatus) {
    case 'active':
      return { route: 'customer' };
    case 'suspended':
      return { route: 'wait' };
    case 'none':
      return { route: 'platform' };
  }
}

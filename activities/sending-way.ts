import type { LifecycleState } from '../domain/lifecycle/state';
import { statusesOf } from '../domain/lifecycle/state';
import { suspendedMail } from '../domain/lifecycle/suspended-mail-rules';
import type { OutboxCategory } from '../domain/mail-message';
import { routeFor, type RoutingDecision } from '../domain/mail-routing';
import { sendingLimits } from '../domain/sending-limits';
import type { SendingRoute } from './ports/mail-transport';

const categories: readonly OutboxCategory[] = ['transactional', 'informational', 'marketing', 'notice'];

/** The categories that leave by this route as things stand, or that end (`fail`, `cancel`) or wait. */
export function categoriesOn(state: LifecycleState | null, route: RoutingDecision): OutboxCategory[] {
  return categories.filter((category) => decisionFor(state, category) === route);
}

/** Which way a mail of this category leaves as things stand; null while it has to wait, or where it ends. */
export function sendingWay(state: LifecycleState | null, category: OutboxCategory): SendingRoute | null {
  const decision = decisionFor(state, category);
  if (decision !== 'customer' && decision !== 'platform') return null;
  if (decision === 'platform' || !state?.live) return { route: 'platform' };
  const { settings, credentialId, number: revision } = state.live.revision;
  const credential = { organizationId: state.organizationId, revision, credentialId };
  return { route: 'customer', server: { settings, credential }, resumedAt: state.live.resumedAt ?? null };
}

/** How many connections the organization's server may be sent through at a time. */
export function connectionsOf(state: LifecycleState | null): number {
  return sendingLimits(state?.live?.revision.settings.host ?? '', state?.sendingPolicy).connections;
}

/** Whether a mail leaves by the very same server under the very same credential. */
export function isSameWay(one: SendingRoute, other: SendingRoute | null): boolean {
  if (one.route === 'platform' || other === null || other.route === 'platform') return one.route === other?.route;
  const [mine, theirs] = [one.server.credential, other.server.credential];
  return mine.revision === theirs.revision && mine.credentialId === theirs.credentialId;
}

function decisionFor(state: LifecycleState | null, category: OutboxCategory): RoutingDecision {
  const liveStatus = state ? statusesOf(state).live : 'none';
  const whileSuspended = (state && suspendedMail(state)?.action) ?? 'wait';
  return routeFor(category, { liveStatus, whileSuspended, isClosed: Boolean(state?.closure) });
}

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { OrganizationPlace } from '../../activities/ports/event-feed';
import { customerProgress } from '../../domain/check-progress';
import type { Role } from '../../domain/actor';
import type { ApiDependencies } from '../dependencies';
import { checkEvent, lifecycleEvent, messageEvent } from '../schemas/event';
import { auditEntryView } from '../views/audit-view';
import { messageView } from '../views/message-view';
import { encodePlace } from './event-place';
import type { EventSource } from './event-stream';
import type { ServerEvent } from './server-event';

const atOnce = 100;

/** Which role sees which kind of event: as it is with the resources that they are about. */
const lifecycleReaders: readonly Role[] = ['org-admin', 'sales', 'reviewer', 'ops'];
const checkReaders: readonly Role[] = ['org-admin', 'reviewer', 'ops'];
const mailReaders: readonly Role[] = ['org-admin', 'sender', 'ops'];

export interface OrganizationViewer {
  readonly organizationId: string;
  readonly identity: Identity;
  readonly roles: readonly Role[];
}

/** Everything that happens to an organization and that this viewer may see. */
export function organizationEvents(
  viewer: OrganizationViewer,
  start: OrganizationPlace,
  dependencies: Pick<ApiDependencies, 'events' | 'lifecycles'>,
): EventSource<OrganizationPlace> {
  return {
    start,
    encode: encodePlace,
    async next(place) {
      const found = [await lifecycleEvents(viewer, place, dependencies)];
      found.push(await checkEvents(viewer, found.at(-1)?.place ?? place, dependencies));
      found.push(await mailEvents(viewer, found.at(-1)?.place ?? place, dependencies));
      return { events: found.flatMap(({ events }) => events), place: found.at(-1)?.place ?? place };
    },
  };
}

interface Found {
  readonly events: readonly ServerEvent[];
  readonly place: OrganizationPlace;
}

async function lifecycleEvents(
  viewer: OrganizationViewer,
  place: OrganizationPlace,
  { events: feed }: Pick<ApiDependencies, 'events'>,
): Promise<Found> {
  const { organizationId, identity, roles } = viewer;
  if (!lifecycleReaders.some((role) => roles.includes(role))) return { events: [], place };
  const entries = await feed.entries(organizationId, place.trail, atOnce);
  const events = entries.flatMap((entry): ServerEvent[] => {
    // To its own admin the mail server does not exist while it is locked.
    const isHidden = isCustomer(roles) && entry.before.entitlement === 'locked' && entry.after.entitlement === 'locked';
    if (isHidden) return [];
    const data = lifecycleEvent.parse(auditEntryView(entry, identity, roles));
    return [{ id: encodePlace({ ...place, trail: entry.sequence }), event: 'lifecycle', data }];
  });
  return { events, place: { ...place, trail: entries.at(-1)?.sequence ?? place.trail } };
}

async function checkEvents(
  { organizationId, roles }: OrganizationViewer,
  place: OrganizationPlace,
  { events: feed, lifecycles }: Pick<ApiDependencies, 'events' | 'lifecycles'>,
): Promise<Found> {
  if (!checkReaders.some((role) => roles.includes(role))) return { events: [], place };
  const found = await feed.checks(organizationId, place.checks, atOnce);
  const isBlurred = isCustomer(roles);
  const isHidden = found.length > 0 && isBlurred && (await lifecycles.find(organizationId))?.entitlement !== 'unlocked';
  const events = found.map(({ place: checks, item }): ServerEvent => {
    const data = checkEvent.parse({ organizationId, ...(isBlurred ? customerProgress(item) : item) });
    return { id: encodePlace({ ...place, checks }), event: 'check', data };
  });
  return { events: isHidden ? [] : events, place: { ...place, checks: found.at(-1)?.place ?? place.checks } };
}

async function mailEvents(
  { organizationId, roles }: OrganizationViewer,
  place: OrganizationPlace,
  { events: feed }: Pick<ApiDependencies, 'events'>,
): Promise<Found> {
  if (!mailReaders.some((role) => roles.includes(role))) return { events: [], place };
  const found = await feed.mails(organizationId, place.mails, atOnce);
  const events = found.map(({ place: mails, item }): ServerEvent => {
    return { id: encodePlace({ ...place, mails }), event: 'message', data: messageEvent.parse(messageView(item)) };
  });
  return { events, place: { ...place, mails: found.at(-1)?.place ?? place.mails } };
}

/** Whoever holds any other role besides sees what that role sees. */
function isCustomer(roles: readonly Role[]): boolean {
  return roles.every((role) => role === 'org-admin');
}

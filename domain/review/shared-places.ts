import type { LifecycleState } from '../lifecycle/state';
import { domainOf, type MailServerSettings } from '../mail-server-settings';
import { presetFor } from '../provider-presets';
import { isFreeMailDomain } from './free-mail-domains';

/** What tells two organizations apart that use it: a sender's domain, or a server that is no provider's for everybody. */
export type SharedPlace = `domain:${string}` | `host:${string}`;

/** Another organization that uses one of the places as well. */
export interface PlaceNeighbour {
  readonly organizationId: string;
  readonly places: readonly SharedPlace[];
}

/** The places of these settings; none for what anybody may use. */
export function placesOf({ host, senderAddress }: MailServerSettings): SharedPlace[] {
  const domain = domainOf(senderAddress);
  const places: SharedPlace[] = isFreeMailDomain(domain) ? [] : [`domain:${domain}`];
  return presetFor(host) === undefined ? [...places, `host:${host}`] : places;
}

/** The places that an organization uses or is about to: of its live revision, and of a draft that has not ended. */
export function placesInUse({ draft, live }: LifecycleState): SharedPlace[] {
  const isOpen = draft && !['withdrawn', 'expired', 'rejected'].includes(draft.status);
  const used = [live?.revision, isOpen ? draft.revision : undefined].filter((revision) => revision !== undefined);
  return [...new Set(used.flatMap(({ settings }) => placesOf(settings)))];
}

import { domainOf } from '../mail-server-settings';
import { searchForm } from '../search-text';
import { statusesOf, type LifecycleState, type LifecycleStatuses } from './state';

/** What is kept of a lifecycle so that it can be queried: fields to ask for, and the workflow's own state as a whole. */
export interface LifecycleProjection extends LifecycleStatuses {
  readonly version: number;
  /** When the draft entered its status, ISO 8601; null without a draft. */
  readonly draftSince: string | null;
  /** The organization's name in the form that lists are sorted by; empty before it is registered. */
  readonly sortName: string;
  /** What people look for an organization by, in the form of `searchForm`: id, name, servers, domains of senders. */
  readonly searchText: string;
  readonly state: LifecycleState;
}

/** The projection that belongs to a state. */
export function projectionOf(state: LifecycleState): LifecycleProjection {
  const { version, draft } = state;
  const found = { sortName: sortNameOf(state), searchText: searchTextOf(state) };
  return { ...statusesOf(state), version, draftSince: draft?.since ?? null, ...found, state };
}

/** By what an organization is sorted where names are. */
export function sortNameOf({ profile }: LifecycleState): string {
  return searchForm(profile?.name ?? '');
}

function searchTextOf({ organizationId, profile, draft, live }: LifecycleState): string {
  const settings = [draft, live].flatMap((part) => (part ? [part.revision.settings] : []));
  const servers = settings.flatMap(({ host, senderAddress }) => [host, domainOf(senderAddress)]);
  const words = [organizationId, profile?.name ?? '', ...servers].map(searchForm);
  return [...new Set(words)].filter((word) => word !== '').join(' ');
}

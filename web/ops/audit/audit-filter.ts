import { useSearchParams } from 'react-router';

import type { operations } from '../../../client';
import { systemParts } from '../../../domain/actor';
import { commandNames, factNames } from '../../../domain/lifecycle/events';

export type AuditQuery = NonNullable<operations['searchAuditTrails']['parameters']['query']>;

export const eventNames = [...commandNames, ...factNames] as const;
export const outcomes = ['accepted', 'refused'] as const;

/** What entries are narrowed to, as it is entered; empty for everything. Times are the person's own, to the minute. */
const filterNames = ['organizationId', 'actor', 'part', 'event', 'outcome', 'requestId', 'since', 'until'] as const;
export type FilterName = (typeof filterNames)[number];
export type AuditFilter = Readonly<Record<FilterName, string>>;

export const noFilter: AuditFilter = {
  organizationId: '',
  actor: '',
  part: '',
  event: '',
  outcome: '',
  requestId: '',
  since: '',
  until: '',
};

/** The filter that the address names, so that a link leads to the very entries. */
export function useAuditFilter(): readonly [AuditFilter, (next: AuditFilter) => void] {
  const [query, setQuery] = useSearchParams();
  const named = filterNames.map((name) => [name, query.get(name) ?? ''] as const);
  return [{ ...noFilter, ...Object.fromEntries(named) }, (next) => setQuery(filled(next))];
}

/** The filter as the API is asked; what is no part, event, outcome or time narrows nothing. */
export function auditQueryOf(filter: AuditFilter): AuditQuery {
  const { part, event, outcome, since, until, ...words } = filter;
  const known = {
    part: systemParts.find((name) => name === part),
    event: eventNames.find((name) => name === event),
    outcome: outcomes.find((name) => name === outcome),
    since: instantOf(since),
    until: instantOf(until),
  };
  return filled({ ...words, ...known });
}

/** Only what says something. */
function filled<Value extends string | undefined>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value.trim() !== '');
  return Object.fromEntries(entries);
}

/** A moment of the person's own clock as one that everybody understands. */
function instantOf(local: string): string | undefined {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

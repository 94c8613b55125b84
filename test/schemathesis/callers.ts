import { audienceNames } from '../../api/openapi';
import type { Route } from '../../api/route';
import { routes } from '../../api/route-table';
import type { Caller } from '../support/api-caller';

/** Who calls, and what: that they may call nothing else is the authorization matrix's business. */
export interface CallerShare {
  readonly caller: Caller;
  readonly operationIds: readonly string[];
}

/** Those with the longest way first, so that they end together. */
const audiences: readonly (readonly [Caller, readonly string[]])[] = [
  ['backend', ['sender']],
  ['reviewer', ['reviewer', 'public']],
  ['admin', ['org-admin', 'signed-in']],
  ['ops', ['ops']],
  ['sales', ['sales']],
];

/** Every route, with everybody who may call it. */
export function callerShares(): readonly CallerShare[] {
  return audiences.map(([caller, audience]) => {
    const operationIds = routes.filter((route) => isFor(route, audience)).map(({ operationId }) => operationId);
    return { caller, operationIds };
  });
}

function isFor({ audience: declared }: Route, audience: readonly string[]): boolean {
  return audienceNames(declared).some((name) => audience.includes(name));
}

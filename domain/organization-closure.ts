import type { Actor } from './actor';

/** The organization has left: nothing is sent for it any more. */
export interface OrganizationClosure {
  readonly by: Actor;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** The answer that stands in the outbox for a recipient whose mail was cancelled because its organization was closed. */
export const organizationClosed = 'ORGANIZATION_CLOSED';

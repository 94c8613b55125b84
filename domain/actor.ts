/** Who may do what. A person can hold several roles; `org-admin` and `sender` are bound to organizations. */
export const roles = ['sales', 'org-admin', 'reviewer', 'ops', 'sender'] as const;
export type Role = (typeof roles)[number];

/** A person or machine that issued a command. `subject` is the identity provider's stable `sub`. */
export interface PersonActor {
  readonly kind: 'person';
  readonly subject: string;
  /** The roles held when the command was issued, as the access token said. */
  readonly roles: readonly Role[];
  readonly email?: string;
  /** What the identity provider says of the human being behind the account; the same for all accounts of a person. */
  readonly personId?: string;
  readonly name?: string;
}

/** The service itself: timers, check results, delivery facts, the comparison of projections with their lifecycles. */
export const systemParts = ['timer', 'check', 'delivery', 'signal', 'reconciliation', 'unsubscribe-link'] as const;

export interface SystemActor {
  readonly kind: 'system';
  readonly part: (typeof systemParts)[number];
}

export type Actor = PersonActor | SystemActor;

/**
 * Whether two actors are the same human being (rule 10: nobody approves what they submitted). The subject decides; an
 * equal person id, or a mailbox that both share, betrays a second account of the same person.
 */
export function isSamePerson(one: Actor, other: Actor): boolean {
  if (one.kind !== 'person' || other.kind !== 'person') return false;
  if (one.subject === other.subject) return true;
  if (one.personId !== undefined && one.personId === other.personId) return true;
  return one.email !== undefined && other.email !== undefined && mailbox(one.email) === mailbox(other.email);
}

/** The address without its tag (RFC 5233), in lower case: `anna+review@x` and `Anna@x` are read by the same person. */
function mailbox(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, at).replace(/\+.*$/, '')}${email.slice(at)}`.toLowerCase();
}

/** How an actor is named in audit entries and in the Temporal UI, without personal data. */
export function actorLabel(actor: Actor): string {
  return actor.kind === 'system' ? `system:${actor.part}` : (actor.roles[0] ?? 'person');
}

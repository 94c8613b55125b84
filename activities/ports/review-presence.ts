import type { Role } from '../../domain/actor';

/** Somebody of our own people in front of a review. */
export interface ReviewViewer {
  /** The identity provider's stable `sub`. */
  readonly subject: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
}

/** Who looks, and since when without a break; ISO 8601. */
export interface ReviewVisit {
  readonly viewer: ReviewViewer;
  readonly since: string;
}

/** Who has which review open, over all processes of the API. It is news of the moment: nothing depends on it. */
export interface ReviewPresence {
  /**
   * Notes that somebody looks at an organization's review until a moment, and answers with everybody else who does now, the
   * longest first, at most twenty. Repeatable. Throws STORE_UNAVAILABLE.
   */
  note(visit: {
    readonly organizationId: string;
    readonly viewer: ReviewViewer;
    readonly now: string;
    readonly until: string;
  }): Promise<readonly ReviewVisit[]>;
}

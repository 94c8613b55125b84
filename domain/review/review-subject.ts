import type { LifecycleState } from '../lifecycle/state';
import type { MailServerSettings } from '../mail-server-settings';

/** What a review is planned from: what the lifecycle knows, and where the report lies. Holds no secret. */
export interface ReviewSubject {
  readonly organizationId: string;
  readonly revision: number;
  readonly reportId: string;
  readonly settings: MailServerSettings;
  readonly adminAddress: string | null;
  readonly approvedDomains: readonly string[];
  readonly certificateExpiresAt: string | null;
  /** The moment at which the review begins, ISO 8601. */
  readonly at: string;
}

/** The subject of the review that the draft is about to await; null when there is no checked draft. */
export function reviewSubject(state: LifecycleState, at: string): ReviewSubject | null {
  const { draft, profile, organizationId, approvedDomains } = state;
  if (!draft?.check) return null;
  const { reportId, certificateExpiresAt } = draft.check;
  const { settings, number: revision } = draft.revision;
  const adminAddress = profile?.adminAddress ?? null;
  return { organizationId, revision, reportId, settings, adminAddress, approvedDomains, certificateExpiresAt, at };
}

import type { AuditEntry } from '../audit-entry';
import type { LifecycleState } from '../lifecycle/state';
import type { SettingsField } from '../mail-server-settings';

/** What the mails about a lifecycle speak of. No secret, and no more of people than their own mail. */
export interface AnnouncementSubject {
  readonly organizationId: string;
  readonly organizationName: string;
  /** The server that the event is about; null where it is about none. */
  readonly server: string | null;
  readonly revision: number | null;
  /** For decisions and suspensions by ops, in words; for checks and health, a code. */
  readonly reason: string | null;
  /** For change requests: the fields to look at. */
  readonly fields: readonly SettingsField[];
  /** When the certificate runs out; null where that is not known. */
  readonly certificateExpiresAt: string | null;
  readonly contractEndsAt: string | null;
  readonly at: string;
}

/** What a mail about an entry can tell, from the entry and from the state that it, or a later event, led to. */
export function announcementSubject(entry: AuditEntry, state: LifecycleState): AnnouncementSubject {
  const { organizationId, profile, draft, live } = state;
  const part = entry.after.draft !== 'none' && entry.before.draft !== entry.after.draft ? draft : (live ?? draft);
  const settings = part?.revision.settings;
  return {
    organizationId,
    organizationName: profile?.name ?? organizationId,
    server: settings ? `${settings.host}:${settings.port}` : null,
    revision: entry.revision,
    reason: entry.reason === null || entry.reason.trim() === '' ? null : entry.reason,
    fields: draft?.decision?.fields ?? [],
    certificateExpiresAt: live?.certificateExpiresAt ?? null,
    contractEndsAt: state.terms?.endsAt ?? null,
    at: entry.at,
  };
}

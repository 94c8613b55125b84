import type { AuditEntry } from '../audit-entry';

/** Whom a mail about a lifecycle is meant for: the organization's admin, or a mailbox of our own people. */
export const audiences = ['admin', 'sales', 'reviewers', 'ops'] as const;
export type Audience = (typeof audiences)[number];

/** What a mail about a lifecycle can be about. */
export const announcementKinds = [
  'unlocked',
  'revoked',
  'organization-closed',
  'check-failed',
  'confirmation-wanted',
  'review-wanted',
  'review-reminder',
  'review-escalated',
  'approved',
  'changes-requested',
  'rejected',
  'draft-expired',
  'contract-ending',
  'contract-ended',
  'suspended-by-health',
  'suspended-by-ops',
  'mail-through-platform',
  'mail-given-up',
  'sending-again',
  'resume-failed',
  'certificate-expiring',
  'rotation-failed',
] as const;
export type AnnouncementKind = (typeof announcementKinds)[number];

/** One mail that is owed about an event. */
export interface Announcement {
  readonly kind: AnnouncementKind;
  readonly audience: Audience;
}

/** Events that say something although no status changes with them. */
const eventAnnouncements: Readonly<Record<string, readonly Announcement[]>> = {
  closeOrganization: to('organization-closed', 'admin'),
  reviewReminderDue: to('review-reminder', 'reviewers'),
  reviewEscalated: to('review-escalated', 'reviewers', 'ops'),
  contractEnding: to('contract-ending', 'admin', 'sales'),
  certificateExpiring: to('certificate-expiring', 'admin'),
};

/** Checks that ended otherwise than hoped for, by the event that tells of them; the reason is the check's verdict. */
const failedChecks: Readonly<Record<string, readonly Announcement[]>> = {
  rotationChecked: to('rotation-failed', 'admin'),
  resumeChecked: to('resume-failed', 'ops', 'admin'),
};

/** What becomes of the mail of a suspended server from now on, by what its organization chose. */
const suspendedMail: Readonly<Record<string, readonly Announcement[]>> = {
  platform: to('mail-through-platform', 'admin'),
  fail: to('mail-given-up', 'admin'),
};

/** The mails that are owed about an entry of the audit trail; none about what was refused. */
export function announcementsOf(entry: AuditEntry): readonly Announcement[] {
  if (entry.outcome === 'refused') return [];
  const { event, reason } = entry;
  const hasFailed = reason === 'fail' || reason === 'inconclusive';
  return [
    ...(eventAnnouncements[event] ?? []),
    ...(hasFailed ? (failedChecks[event] ?? []) : []),
    ...(event === 'suspensionLasted' ? (suspendedMail[reason ?? ''] ?? []) : []),
    ...aboutEntitlement(entry),
    ...aboutDraft(entry),
    ...aboutLive(entry),
  ];
}

/** Whether anybody outside is told of an entry at all. */
export function isAnnounced(entry: AuditEntry): boolean {
  if (entry.outcome === 'refused') return false;
  const { before, after } = entry;
  const hasMoved =
    before.entitlement !== after.entitlement || before.draft !== after.draft || before.live !== after.live;
  return hasMoved || announcementsOf(entry).length > 0;
}

function aboutEntitlement({ before, after, event }: AuditEntry): readonly Announcement[] {
  if (before.entitlement === after.entitlement) return [];
  if (after.entitlement === 'unlocked') return to('unlocked', 'admin');
  if (event === 'closeOrganization') return [];
  return event === 'contractEnded' ? to('contract-ended', 'admin', 'sales') : to('revoked', 'admin');
}

function aboutDraft({ before, after, event }: AuditEntry): readonly Announcement[] {
  if (event === 'decide' && after.draft === 'none') return to('approved', 'admin', 'sales');
  if (before.draft === after.draft) return [];
  switch (after.draft) {
    case 'check-failed':
      return to('check-failed', 'admin');
    case 'awaiting-confirmation':
      return to('confirmation-wanted', 'admin');
    case 'awaiting-review':
      return to('review-wanted', 'reviewers');
    case 'changes-requested':
      return to('changes-requested', 'admin');
    case 'rejected':
      return to('rejected', 'admin');
    case 'expired':
      return to('draft-expired', 'admin');
    case 'none':
    case 'checking':
    case 'withdrawn':
      return [];
  }
}

function aboutLive({ before, after, event }: AuditEntry): readonly Announcement[] {
  if (before.live === 'active' && after.live === 'suspended') {
    if (event === 'pause') return [];
    return event === 'suspend' ? to('suspended-by-ops', 'admin') : to('suspended-by-health', 'admin', 'ops');
  }
  const isAgain = before.live === 'suspended' && after.live === 'active' && event !== 'continue' && event !== 'decide';
  return isAgain ? to('sending-again', 'admin') : [];
}

function to(kind: AnnouncementKind, ...people: readonly Audience[]): readonly Announcement[] {
  return people.map((audience) => ({ kind, audience }));
}

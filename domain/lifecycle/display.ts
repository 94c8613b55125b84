import type { Role } from '../actor';
import { statusesOf, type DraftStatus, type LifecycleState } from './state';
import { suspendedMail } from './suspended-mail-rules';

const actsOn: Readonly<Record<DraftStatus, Role | null>> = {
  none: null,
  checking: null,
  'check-failed': 'org-admin',
  'awaiting-confirmation': 'org-admin',
  'awaiting-review': 'reviewer',
  'changes-requested': 'org-admin',
  rejected: null,
  withdrawn: null,
  expired: null,
};

/** Who has to act next for the lifecycle to go on; null when nobody has to. */
export function nextToAct(state: LifecycleState): Role | null {
  const { entitlement, draft, live } = statusesOf(state);
  if (entitlement === 'locked') return null;
  return draft === 'none' && live === 'none' ? 'org-admin' : actsOn[draft];
}

/** The lifecycle at a glance, in Markdown, for the Temporal UI. It is not encrypted: no personal data, no secret. */
export function currentDetails(state: LifecycleState): string {
  const statuses = statusesOf(state);
  const lines = [
    `**Entitlement** ${statuses.entitlement} · **Draft** ${statuses.draft} · **Live** ${statuses.live}`,
    state.closure ? `**Closed** ${state.closure.at}` : null,
    draftLine(state),
    liveLine(state),
    `**Who must act** ${nextToAct(state) ?? 'nobody'}`,
    `Version ${state.version}`,
  ];
  return lines.filter((line) => line !== null).join('\n\n');
}

function draftLine({ draft }: LifecycleState): string | null {
  if (!draft) return null;
  const { host, port, security } = draft.revision.settings;
  const check = draft.check ? `, check ${draft.check.verdict}` : '';
  const stage = draft.check?.failingStage ? ` at ${draft.check.failingStage}` : '';
  const due = draft.reviewDueAt ? `, review due ${draft.reviewDueAt}` : '';
  return `**Draft** revision ${draft.revision.number}, ${host}:${port} (${security}), run ${draft.run}${check}${stage}${due}`;
}

function liveLine(state: LifecycleState): string | null {
  const { live } = state;
  if (!live) return null;
  const { host, port, security } = live.revision.settings;
  const suspension = live.suspension ? `, suspended by ${live.suspension.cause}` : '';
  const mail = suspendedMail(state);
  const meanwhile = mail ? `, its mail: ${mail.action}` : '';
  const resumption = live.resumption ? ', being checked before it is resumed' : '';
  const certificate = live.certificateExpiresAt ? `, certificate until ${live.certificateExpiresAt.slice(0, 10)}` : '';
  return `**Live** revision ${live.revision.number}, ${host}:${port} (${security})${suspension}${meanwhile}${resumption}${certificate}`;
}

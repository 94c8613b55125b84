import type { Draft, MailServer } from '../mail-server';

export const journeySteps = ['unlocked', 'settings', 'check', 'test-mail', 'review', 'live'] as const;
export type JourneyStep = (typeof journeySteps)[number];
export type StepState = 'done' | 'current' | 'trouble' | 'upcoming';

/** Who has to act for the next thing to happen. */
export type Turn = 'you' | 'us' | 'nobody';

export interface Journey {
  readonly steps: readonly { readonly step: JourneyStep; readonly state: StepState }[];
  readonly turn: Turn;
}

const openStep: Readonly<Record<Draft['status'], JourneyStep>> = {
  checking: 'check',
  'check-failed': 'check',
  'awaiting-confirmation': 'test-mail',
  'awaiting-review': 'review',
  'changes-requested': 'settings',
  rejected: 'review',
  withdrawn: 'settings',
  expired: 'settings',
};
const troubles: ReadonlySet<Draft['status']> = new Set(['check-failed', 'changes-requested', 'rejected', 'expired']);
const ended: ReadonlySet<Draft['status']> = new Set(['withdrawn', 'expired', 'rejected']);

/** The way of the newest settings, from the permission to use an own server to the first mail through it. */
export function journeyOf({ draft, live, nextToAct }: Pick<MailServer, 'draft' | 'live' | 'nextToAct'>): Journey {
  if (live && isLaidAside(draft)) {
    return { steps: journeySteps.map((step) => ({ step, state: 'done' })), turn: turnWhileLive(live) };
  }
  const open = draft ? openStep[draft.status] : 'settings';
  const openIndex = journeySteps.indexOf(open);
  const openState = draft && troubles.has(draft.status) ? 'trouble' : 'current';
  const steps = journeySteps.map((step, index) => {
    if (index === openIndex) return { step, state: openState } as const;
    return { step, state: index < openIndex ? 'done' : 'upcoming' } as const;
  });
  return { steps, turn: turnOf(nextToAct, !draft || ended.has(draft.status)) };
}

/** Nobody waits for anything about it any more. A rejection that can still be answered is none of these. */
function isLaidAside(draft: MailServer['draft']): boolean {
  return !draft || (ended.has(draft.status) && draft.appealUntil === null);
}

/** Whoever suspended a server, and whoever has to mend it, is the one to go on. */
function turnWhileLive({ suspension }: NonNullable<MailServer['live']>): Turn {
  if (!suspension) return 'nobody';
  return suspension.cause === 'ops' ? 'us' : 'you';
}

function turnOf(role: MailServer['nextToAct'], isOver: boolean): Turn {
  if (role === 'org-admin' || isOver) return 'you';
  return role === 'reviewer' ? 'us' : 'nobody';
}

/** What happens next: by the open draft, and otherwise by the live server. */
export type NextStepName = Draft['status'] | 'none' | 'live' | 'suspended';

/** What happens next, and until when where somebody is bound to a date. */
export function nextStepOf({ draft, live }: Pick<MailServer, 'draft' | 'live'>): {
  readonly step: NextStepName;
  readonly until: string | null;
} {
  if (live && isLaidAside(draft)) return { step: live.status === 'active' ? 'live' : 'suspended', until: null };
  if (!draft) return { step: 'none', until: null };
  const { status, reviewDueAt, appealUntil } = draft;
  if (status === 'awaiting-review') return { step: status, until: reviewDueAt };
  return { step: status, until: status === 'rejected' ? appealUntil : null };
}

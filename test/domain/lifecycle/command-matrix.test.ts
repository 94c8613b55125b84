import type { ErrorCode } from '../../../domain/errors';
import { roles } from '../../../domain/actor';
import { commandNames, commandRoles, type Command, type CommandName } from '../../../domain/lifecycle/events';
import type { LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, approval, command, person, profile, settings, terms } from '../../support/lifecycle-builders';
import { organizationStages, stageNames, type Stage } from '../../support/organization-stages';

const revisionOf = ({ draft, live, lastRevision }: LifecycleState): number =>
  draft?.revision.number ?? live?.revision.number ?? lastRevision;

/** A command that speaks of what is there, so that nothing but the role and the state decides about it. */
const payloads: { readonly [Name in CommandName]: (state: LifecycleState) => Parameters<typeof command<Name>>[2] } = {
  register: () => ({ profile }),
  closeOrganization: () => ({ reason: 'It leaves' }),
  setPreferences: () => ({ preferences: { undeliverablesTo: 'admin', replyTo: null, branding: true } }),
  setSendingPolicy: () => ({
    policy: { connections: 2, mailsPerMinute: null, recipientsPerTransaction: null, deduplication: null },
  }),
  setWebhookEndpoint: () => ({ url: 'https://hooks.customer.example/events', credentialId: 'secret-9' }),
  rotateWebhookSecret: () => ({ credentialId: 'secret-9', keepHours: 1 }),
  removeWebhookEndpoint: () => ({ reason: null }),
  reviveLifecycle: () => ({ reason: 'Temporal lost it' }),
  unlock: () => terms,
  changeTerms: () => ({ ...terms, note: 'Pilot' }),
  revoke: () => ({ reason: 'Agreed' }),
  submitSettings: ({ lastRevision }) => ({ revision: lastRevision, settings, credentialId: 'credential-9' }),
  recheck: (state) => ({ revision: revisionOf(state) }),
  confirmTestMail: (state) => ({ revision: revisionOf(state) }),
  withdraw: (state) => ({ revision: revisionOf(state) }),
  rotatePassword: (state) => ({ revision: revisionOf(state), credentialId: 'credential-9' }),
  pause: () => ({ reason: 'Agreed' }),
  continue: () => ({ note: null }),
  claimReview: (state) => ({ revision: revisionOf(state) }),
  releaseReview: (state) => ({ revision: revisionOf(state) }),
  decide: (state) => ({
    revision: revisionOf(state),
    decision: { ...approval, reportId: state.draft?.check?.reportId ?? 'none' },
  }),
  appeal: (state) => ({ revision: revisionOf(state), comment: 'It is ours' }),
  rollBack: (state) => ({ revision: revisionOf(state), reason: 'Agreed' }),
  suspend: () => ({ reason: 'Agreed' }),
  resume: () => ({ note: null }),
};

function issued(name: CommandName, state: LifecycleState, ...by: Parameters<typeof person>): Command {
  return command(name, person(...by), payloads[name](state), new Date().toISOString());
}

function verdict(state: LifecycleState, event: Command): ErrorCode | 'accepted' | 'ignored' {
  const outcome = transition(state, event);
  return outcome.kind === 'refused' ? outcome.error : outcome.kind;
}

const at = (stage: Stage): LifecycleState => after(organizationStages[stage]());

/** An organization that was closed takes next to nothing; the table is about all others. */
const open = stageNames.filter((stage) => stage !== 'closed');

/** What becomes of each command at each place of the lifecycle, where its role is right. A change of a rule changes this. */
const agreed: Readonly<Record<CommandName, Partial<Record<ErrorCode | 'accepted', readonly Stage[]>>>> = {
  register: {
    accepted: open,
  },
  closeOrganization: { accepted: open },
  setPreferences: {
    accepted: open,
  },
  setSendingPolicy: {
    accepted: open,
  },
  setWebhookEndpoint: { accepted: open },
  rotateWebhookSecret: {
    accepted: ['informed'],
    NO_WEBHOOK_ENDPOINT: open.filter((stage) => stage !== 'informed'),
  },
  removeWebhookEndpoint: {
    accepted: ['informed'],
    NO_WEBHOOK_ENDPOINT: open.filter((stage) => stage !== 'informed'),
  },
  reviveLifecycle: { LIFECYCLE_RUNNING: open },
  unlock: {
    accepted: ['registered', 'revoked'],
    ALREADY_UNLOCKED: [
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'live',
      'informed',
      'replaced',
      'paused',
      'suspended',
    ],
  },
  changeTerms: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    accepted: [
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'live',
      'informed',
      'replaced',
      'paused',
      'suspended',
    ],
  },
  revoke: {
    ALREADY_LOCKED: ['registered', 'revoked'],
    accepted: [
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'live',
      'informed',
      'replaced',
      'paused',
      'suspended',
    ],
  },
  submitSettings: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    accepted: [
      'unlocked',
      'check-failed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'live',
      'informed',
      'replaced',
      'paused',
      'suspended',
    ],
    DRAFT_IN_PROGRESS: ['checking', 'confirming', 'reviewing', 'claimed'],
  },
  recheck: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    NO_DRAFT: [
      'unlocked',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'live',
      'informed',
      'replaced',
      'paused',
      'suspended',
    ],
    CHECK_RUNNING: ['checking'],
    accepted: ['check-failed', 'confirming'],
  },
  confirmTestMail: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    NOT_AWAITING_CONFIRMATION: [
      'unlocked',
      'checking',
      'check-failed',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'live',
      'informed',
      'replaced',
      'paused',
      'suspended',
    ],
    accepted: ['confirming'],
  },
  withdraw: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    NO_DRAFT: ['unlocked', 'rejected', 'withdrawn', 'live', 'informed', 'replaced', 'paused', 'suspended'],
    accepted: ['checking', 'check-failed', 'confirming', 'reviewing', 'claimed', 'changes-requested'],
  },
  rotatePassword: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    NO_LIVE_SERVER: [
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
    ],
    accepted: ['live', 'informed', 'replaced', 'paused', 'suspended'],
  },
  pause: {
    NO_LIVE_SERVER: [
      'registered',
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'revoked',
    ],
    accepted: ['live', 'informed', 'replaced'],
    LIVE_SERVER_NOT_ACTIVE: ['paused', 'suspended'],
  },
  continue: {
    NO_LIVE_SERVER: [
      'registered',
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'revoked',
    ],
    LIVE_SERVER_NOT_SUSPENDED: ['live', 'informed', 'replaced', 'suspended'],
    accepted: ['paused'],
  },
  claimReview: {
    NOT_AWAITING_REVIEW: ['registered', 'unlocked', 'checking', 'check-failed', 'confirming', 'withdrawn', 'revoked'],
    accepted: ['reviewing', 'claimed'],
    ALREADY_DECIDED: ['changes-requested', 'rejected', 'live', 'informed', 'replaced', 'paused', 'suspended'],
  },
  releaseReview: {
    NOT_AWAITING_REVIEW: ['registered', 'unlocked', 'checking', 'check-failed', 'confirming', 'withdrawn', 'revoked'],
    NOT_CLAIMED: ['reviewing'],
    accepted: ['claimed'],
    ALREADY_DECIDED: ['changes-requested', 'rejected', 'live', 'informed', 'replaced', 'paused', 'suspended'],
  },
  decide: {
    NOT_AWAITING_REVIEW: ['registered', 'unlocked', 'checking', 'check-failed', 'confirming', 'withdrawn', 'revoked'],
    accepted: ['reviewing', 'claimed'],
    ALREADY_DECIDED: ['changes-requested', 'rejected', 'live', 'informed', 'replaced', 'paused', 'suspended'],
  },
  appeal: {
    FEATURE_LOCKED: ['registered', 'revoked'],
    NO_DRAFT: ['unlocked', 'live', 'informed', 'replaced', 'paused', 'suspended'],
    APPEAL_NOT_POSSIBLE: [
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'withdrawn',
    ],
    accepted: ['rejected'],
  },
  rollBack: {
    NO_LIVE_SERVER: [
      'registered',
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'revoked',
    ],
    NOTHING_TO_ROLL_BACK_TO: ['live', 'informed', 'paused', 'suspended'],
    accepted: ['replaced'],
  },
  suspend: {
    NO_LIVE_SERVER: [
      'registered',
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'revoked',
    ],
    accepted: ['live', 'informed', 'replaced', 'paused'],
    LIVE_SERVER_NOT_ACTIVE: ['suspended'],
  },
  resume: {
    NO_LIVE_SERVER: [
      'registered',
      'unlocked',
      'checking',
      'check-failed',
      'confirming',
      'reviewing',
      'claimed',
      'changes-requested',
      'rejected',
      'withdrawn',
      'revoked',
    ],
    LIVE_SERVER_NOT_SUSPENDED: ['live', 'informed', 'replaced', 'paused'],
    accepted: ['suspended'],
  },
};

const afterClosing: ReadonlyMap<CommandName, ErrorCode | 'accepted'> = new Map([
  ['register', 'accepted'],
  ['reviveLifecycle', 'LIFECYCLE_RUNNING'],
]);

describe('commands by role and state', () => {
  it.each(commandNames)('%s is taken exactly where it was agreed, by each role that may give it', (name) => {
    for (const role of commandRoles[name]) {
      const seen: Partial<Record<string, Stage[]>> = {};
      for (const stage of open) {
        const state = at(stage);
        (seen[verdict(state, issued(name, state, 'the-reviewer', role))] ??= []).push(stage);
      }
      expect({ role, ...seen }).toEqual({ role, ...agreed[name] });
    }
  });

  it.each(commandNames)(
    '%s is forbidden to every other role at every place, which tells nothing of the place',
    (name) => {
      const others = roles.filter((role) => !commandRoles[name].includes(role));
      expect(others.length).toBeGreaterThan(0);
      for (const stage of stageNames) {
        const state = at(stage);
        for (const role of others) expect(verdict(state, issued(name, state, 'somebody', role))).toBe('FORBIDDEN');
        expect(verdict(state, issued(name, state, 'nobody'))).toBe('FORBIDDEN');
      }
    },
  );

  it.each(commandNames)('%s finds a closed organization closed, unless it brings it back', (name) => {
    const answers = commandRoles[name].map((role) => {
      const state = at('closed');
      return verdict(state, issued(name, state, 'the-reviewer', role));
    });
    const expected = afterClosing.get(name) ?? 'ORGANIZATION_CLOSED';
    expect(new Set(answers)).toEqual(new Set([expected]));
  });

  it('is a table that knows every place and every command', () => {
    for (const name of commandNames) {
      const named = Object.values(agreed[name]).flat();
      expect(named.toSorted()).toEqual(open.toSorted());
    }
  });
});

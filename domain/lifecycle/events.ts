import type { PersonActor, Role, SystemActor } from '../actor';
import type { ProjectionDrift } from '../reconciliation/drift';
import type { ReviewPlan } from '../review/review-plan';
import type { CheckSummary, Decision, MailPreferences, OrganizationProfile } from './state';
import type { SuspendedMailAction } from '../suspended-mail';
import type { MailServerSettings } from '../mail-server-settings';
import type { SendingPolicy } from '../sending-policy';

/** What each command carries besides the envelope. A `revision` names what the sender looked at; a stale one is refused. */
export interface CommandPayloads {
  register: { readonly profile: OrganizationProfile };
  closeOrganization: { readonly reason: string };
  setPreferences: { readonly preferences: MailPreferences };
  setSendingPolicy: { readonly policy: SendingPolicy };
  /** `credentialId` holds the new secret, which signs alone from now on. */
  setWebhookEndpoint: { readonly url: string; readonly credentialId: string };
  /** The secret before goes on signing beside the new one for so many hours. */
  rotateWebhookSecret: { readonly credentialId: string; readonly keepHours: number };
  removeWebhookEndpoint: { readonly reason: string | null };
  /** A lifecycle that was lost goes on from what is kept of it. */
  reviveLifecycle: { readonly reason: string };
  unlock: TermsPayload;
  changeTerms: TermsPayload;
  revoke: { readonly reason: string };
  /**
   * `revision` is the last revision number that the admin saw (0 before the first). `keepsPasswordOf`: the password was not
   * entered again, and `credentialId` holds that of this revision.
   */
  submitSettings: {
    readonly revision: number;
    readonly settings: MailServerSettings;
    readonly credentialId: string;
    readonly keepsPasswordOf?: number;
  };
  recheck: { readonly revision: number };
  /** The typed code has been found right before this event comes about; a wrong one is the fact `wrongCodeTyped`. */
  confirmTestMail: { readonly revision: number; readonly plan?: ReviewPlan | null };
  withdraw: { readonly revision: number };
  rotatePassword: { readonly revision: number; readonly credentialId: string };
  pause: { readonly reason: string };
  continue: { readonly note: string | null };
  claimReview: { readonly revision: number };
  releaseReview: { readonly revision: number };
  /** `appealUntil` is set right before this event comes about; null: a rejection is final. */
  decide: { readonly revision: number; readonly decision: Decision; readonly appealUntil?: string | null };
  appeal: { readonly revision: number; readonly comment: string; readonly plan?: ReviewPlan | null };
  rollBack: { readonly revision: number; readonly reason: string };
  suspend: { readonly reason: string };
  /** `withoutCheck`: the server sends again at once, which is for when the check is what is in trouble. */
  resume: { readonly note: string | null; readonly withoutCheck?: boolean };
}

/** What sales agrees; what is left out is not agreed. */
export interface TermsPayload {
  readonly note: string | null;
  readonly contractReference: string | null;
  /** ISO 8601; the feature locks itself then. */
  readonly endsAt?: string | null;
  readonly secondApprover?: boolean;
}

export type CommandName = keyof CommandPayloads;

export const commandNames = [
  'register',
  'closeOrganization',
  'setPreferences',
  'setSendingPolicy',
  'setWebhookEndpoint',
  'rotateWebhookSecret',
  'removeWebhookEndpoint',
  'reviveLifecycle',
  'unlock',
  'changeTerms',
  'revoke',
  'submitSettings',
  'recheck',
  'confirmTestMail',
  'withdraw',
  'rotatePassword',
  'pause',
  'continue',
  'claimReview',
  'releaseReview',
  'decide',
  'appeal',
  'rollBack',
  'suspend',
  'resume',
] as const satisfies readonly CommandName[];

/** Which role may issue which command (the organization binding of `org-admin` is checked where the token is known). */
export const commandRoles: Readonly<Record<CommandName, readonly Role[]>> = {
  register: ['sales', 'sender'],
  closeOrganization: ['sales', 'sender'],
  setPreferences: ['org-admin'],
  setSendingPolicy: ['org-admin', 'ops'],
  setWebhookEndpoint: ['org-admin', 'sender', 'ops'],
  rotateWebhookSecret: ['org-admin', 'sender', 'ops'],
  removeWebhookEndpoint: ['org-admin', 'sender', 'ops'],
  reviveLifecycle: ['ops'],
  unlock: ['sales'],
  changeTerms: ['sales'],
  revoke: ['sales'],
  submitSettings: ['org-admin'],
  recheck: ['org-admin'],
  confirmTestMail: ['org-admin'],
  withdraw: ['org-admin'],
  rotatePassword: ['org-admin'],
  pause: ['org-admin'],
  continue: ['org-admin'],
  claimReview: ['reviewer'],
  releaseReview: ['reviewer', 'ops'],
  decide: ['reviewer'],
  appeal: ['org-admin'],
  rollBack: ['reviewer', 'ops'],
  suspend: ['ops'],
  resume: ['ops'],
};

/** A command as the pure table sees it: who, what, and when (ISO 8601, the workflow's clock). */
export type Command<Name extends CommandName = CommandName> = {
  [Key in Name]: {
    readonly type: Key;
    readonly actor: PersonActor;
    readonly at: string;
    readonly payload: CommandPayloads[Key];
  };
}[Name];

/** Facts from outside and from timers. They cannot be refused, only found to be of no effect. */
export interface FactPayloads {
  checkFinished: { readonly revision: number; readonly run: number; readonly summary: CheckSummary };
  /** What the check found that was made to resume a suspended server. */
  resumeChecked: { readonly revision: number; readonly run: number; readonly summary: CheckSummary };
  rotationChecked: { readonly revision: number; readonly run: number; readonly summary: CheckSummary };
  wrongCodeTyped: { readonly revision: number };
  testMailReturned: { readonly revision: number; readonly run: number; readonly plan?: ReviewPlan | null };
  /** The longest waiting time of the draft's status is over. */
  waitExpired: { readonly revision: number };
  /** A decision is due: reviewers are reminded. */
  reviewReminderDue: { readonly revision: number };
  /** A decision is long due: somebody above the reviewers has to know. */
  reviewEscalated: { readonly revision: number };
  /** Nobody answered the rejection in time. */
  appealLapsed: { readonly revision: number };
  /** The contract ends in so many days: sales and the customer are warned. */
  contractEnding: { readonly daysLeft: number; readonly endsAt: string };
  /** The contract has ended: the feature locks itself. */
  contractEnded: { readonly endsAt: string };
  /** The first mail has left through the live revision. */
  firstMailSent: { readonly revision: number };
  /**
   * Sending through the live server failed for a reason that the customer must mend. `failureLimit` failures in a row suspend
   * it, where those within `spacingMs` are one; without limits the first one does.
   */
  sendingFailed: {
    readonly revision: number;
    readonly credentialId: string;
    readonly code: string;
    readonly failureLimit?: number;
    readonly spacingMs?: number;
  };
  /** A mail has left through the live server after failures. */
  sendingWorks: { readonly revision: number; readonly credentialId: string };
  /** A live server has not been checked for as long as the watch allows. */
  healthCheckDue: { readonly revision: number };
  /** What a check of the live server found; `failureLimit` failures in a row suspend it. */
  healthChecked: {
    readonly revision: number;
    readonly run: number;
    readonly credentialId: string;
    readonly summary: CheckSummary;
    readonly failureLimit: number;
  };
  /** The live server has been suspended for as long as its organization lets mail wait. */
  suspensionLasted: { readonly revision: number; readonly action: SuspendedMailAction };
  /** The certificate of the live server runs out in so many days. */
  certificateExpiring: { readonly revision: number; readonly daysLeft: number; readonly expiresAt: string };
  certificateSeen: { readonly revision: number; readonly expiresAt: string };
  /** A bounce about a mail of the organization was not to be believed; `reason` is a fault of correlation. */
  bounceRejected: { readonly reason: string; readonly inboundMailId: string };
  /** Many recipients are refused for the same reason, a bounce reason. */
  refusalPatternSeen: { readonly revision: number; readonly reason: string; readonly recipients: number };
  /** The projection was not what the lifecycle had written; it is written anew. `projectedVersion`: null where none stood. */
  projectionRepaired: { readonly drift: ProjectionDrift; readonly projectedVersion: number | null };
}

export type FactName = keyof FactPayloads;

export const factNames = [
  'checkFinished',
  'resumeChecked',
  'rotationChecked',
  'wrongCodeTyped',
  'testMailReturned',
  'waitExpired',
  'reviewReminderDue',
  'reviewEscalated',
  'appealLapsed',
  'contractEnding',
  'contractEnded',
  'firstMailSent',
  'sendingFailed',
  'sendingWorks',
  'healthCheckDue',
  'healthChecked',
  'suspensionLasted',
  'certificateExpiring',
  'certificateSeen',
  'bounceRejected',
  'refusalPatternSeen',
  'projectionRepaired',
] as const satisfies readonly FactName[];

export type Fact<Name extends FactName = FactName> = {
  [Key in Name]: {
    readonly type: Key;
    readonly actor: SystemActor;
    readonly at: string;
    readonly payload: FactPayloads[Key];
  };
}[Name];

export type LifecycleEvent = Command | Fact;

export function isCommand(event: LifecycleEvent): event is Command {
  return Object.hasOwn(commandRoles, event.type);
}

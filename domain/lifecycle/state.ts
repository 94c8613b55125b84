import type { Actor } from '../actor';
import type { CheckCode, CheckStage, OverallVerdict } from '../check-report';
import type { MailServerSettings, SettingsField } from '../mail-server-settings';
import type { ChecklistItem } from '../review/checklist';
import type { ReviewPlan } from '../review/review-plan';
import type { ReturnPathMode } from '../return-path';
import type { SuspendedMailPolicy } from '../suspended-mail';
import type { SendingPolicy } from '../sending-policy';
import type { UndeliverablesTarget } from '../undeliverable-routing';
import type { OrganizationClosure } from '../organization-closure';

/** Whether sales has unlocked the feature for the organization (rule 1). */
export type EntitlementStatus = 'locked' | 'unlocked';

/** Where the newest submitted revision stands. The last four are ends; `none` means that no draft is on its way. */
export const draftStatuses = [
  'none',
  'checking',
  'check-failed',
  'awaiting-confirmation',
  'awaiting-review',
  'changes-requested',
  'rejected',
  'withdrawn',
  'expired',
] as const;
export type DraftStatus = (typeof draftStatuses)[number];

/** Whether mail may leave through the organization's own server right now. */
export const liveStatuses = ['none', 'active', 'suspended'] as const;
export type LiveStatus = (typeof liveStatuses)[number];

export type Locale = 'de' | 'en';

/** What the product tells us of an organization. The admin address is where undeliverables go in the end (rule 6). */
export interface OrganizationProfile {
  readonly name: string;
  readonly adminAddress: string;
  readonly locale: Locale;
}

/** What sales agreed with the organization when unlocking, or changed since. */
export interface Terms {
  readonly note: string | null;
  readonly contractReference: string | null;
  /** When the feature locks itself; null: it stays until revoked. */
  readonly endsAt: string | null;
  /** Whether two different people have to approve every revision of this organization. */
  readonly secondApprover: boolean;
  readonly by: Actor;
  readonly at: string;
  /** How many days before the end the last warning was given; null before the first. */
  readonly warnedDays: number | null;
}

/** What the organization's admin chooses besides the server itself; needs no approval. */
export interface MailPreferences {
  readonly undeliverablesTo: UndeliverablesTarget;
  /** Reply-To for mails that bring none; null falls back to the admin address (rule 5). */
  readonly replyTo: string | null;
  /** Where bounces of mail through the own server go; null or nothing for what rule 6 calls for. */
  readonly returnPath?: ReturnPathMode | null;
  /** What transactional mail does while the own server is suspended; without a choice it waits. */
  readonly whileSuspended?: SuspendedMailPolicy;
  /** With branding on, every mail carries the logo; off, none does (rule 7). */
  readonly branding: boolean;
}

/** One submitted set of settings. The password lies in the vault under `credentialId`, bound to `number`. */
export interface Revision {
  readonly number: number;
  readonly settings: MailServerSettings;
  readonly credentialId: string;
  readonly submittedBy: Actor;
  readonly submittedAt: string;
}

/** What the lifecycle keeps of a check run; the whole report lies in the store under `reportId`. */
export interface CheckSummary {
  readonly reportId: string;
  readonly verdict: OverallVerdict;
  readonly failingStage: CheckStage | null;
  /** The code of what failed; missing in summaries from before it was kept. */
  readonly failingCode?: CheckCode | null;
  readonly certificateExpiresAt: string | null;
  /** Return paths that the server accepts; null or nothing where the check did not come so far. */
  readonly returnPaths?: readonly ReturnPathMode[] | null;
}

export const decisionVerdicts = ['approve', 'request-changes', 'reject'] as const;
export type DecisionVerdict = (typeof decisionVerdicts)[number];

/** A reviewer's decision. `reason` is shown to the customer, `internalNote` and `checklist` never. */
export interface Decision {
  readonly verdict: DecisionVerdict;
  /** The check report that the reviewer read; another one than the draft's present one is refused. */
  readonly reportId: string;
  /** What the reviewer ticked off. */
  readonly checklist: readonly ChecklistItem[];
  readonly reason: string;
  readonly internalNote: string | null;
  /** For change requests: the fields that the customer should look at. */
  readonly fields: readonly SettingsField[];
}

export interface RecordedDecision extends Decision {
  readonly revision: number;
  readonly by: Actor;
  readonly at: string;
}

export interface ReviewClaim {
  readonly by: Actor;
  readonly at: string;
  /** From then on anybody may take the review over. */
  readonly expiresAt: string;
}

/** What the customer answered to a rejection; it can be answered once. */
export interface Appeal {
  readonly comment: string;
  readonly by: Actor;
  readonly at: string;
}

/** Which of the calls for a decision have gone out. */
export type ReviewCall = 'none' | 'reminded' | 'escalated';

/** The draft: the newest revision on its way to approval. */
export interface Draft {
  readonly status: Exclude<DraftStatus, 'none'>;
  readonly revision: Revision;
  /** Counts the check runs of this revision from 1. */
  readonly run: number;
  readonly check: CheckSummary | null;
  readonly wrongCodes: number;
  /** When the draft entered its status; every waiting time counts from here. */
  readonly since: string;
  readonly reviewDueAt: string | null;
  readonly claim: ReviewClaim | null;
  /** The last decision that was more than one of several approvals. */
  readonly decision: RecordedDecision | null;
  /** How the review goes; null before it begins. */
  readonly plan: ReviewPlan | null;
  readonly called: ReviewCall;
  /** Approvals so far, by different people, while more are needed. */
  readonly approvals: readonly RecordedDecision[];
  /** Until when a rejection can be answered; null when it cannot. The password is kept as long. */
  readonly appealUntil: string | null;
  readonly appeal: Appeal | null;
}

export const suspensionCauses = ['health', 'ops', 'customer'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

export interface Suspension {
  readonly cause: SuspensionCause;
  /** A reason in words (ops, customer) or the code of the trouble (health). */
  readonly reason: string;
  readonly by: Actor;
  readonly at: string;
  /** Since when nothing has been sent, where this suspension took over an earlier one. */
  readonly stoppedAt?: string;
  /** Since when what the organization chose for its mail is in force; missing while mail waits. */
  readonly mailPolicySince?: string;
  /** The customer's own pause, which ops have covered and which comes back when they resume. */
  readonly beneath: Suspension | null;
}

/** A new password on its way: checked first, then swapped (rule 9). */
export interface Rotation {
  readonly credentialId: string;
  readonly run: number;
  readonly by: Actor;
  readonly at: string;
}

/** Ops want a suspended server to send again: it is checked first. */
export interface Resumption {
  /** Counted with the checks of its health. */
  readonly run: number;
  readonly by: Actor;
  readonly at: string;
}

/** How the last attempt to resume ended. */
export interface ResumptionOutcome extends Resumption {
  readonly check: CheckSummary;
}

/** That many recipients were refused for the same reason; a hint for people, it stops nothing by itself. */
export interface SeenRefusals {
  /** A bounce reason. */
  readonly reason: string;
  readonly recipients: number;
  readonly at: string;
}

/** How the last attempt to rotate the password ended. */
export interface RotationOutcome extends Pick<Rotation, 'run' | 'by' | 'at'> {
  readonly check: CheckSummary;
}

/** An approved revision with what it has proven. */
export interface ApprovedRevision {
  readonly revision: Revision;
  readonly decision: RecordedDecision;
  /** All approvals, the last one being the decision. */
  readonly approvals: readonly RecordedDecision[];
  readonly activatedAt: string;
  /** What the check of the approved revision found; nothing for servers from before it was looked at. */
  readonly returnPaths?: readonly ReturnPathMode[] | null;
  readonly certificateExpiresAt: string | null;
  /** When the first mail left through it; null before. */
  readonly firstMailAt: string | null;
  /** How many password rotations were tried for this revision. */
  readonly rotations: number;
  /** The last pattern of refusals; missing where there was none. */
  readonly refusals?: SeenRefusals;
}

/** What the watch over a live server knows. */
export interface ServerHealth {
  /** Counts the checks of this revision since it went live. */
  readonly run: number;
  readonly isChecking: boolean;
  /** Checks in a row that found something for the customer to mend. */
  readonly failures: number;
  readonly lastCheckAt: string | null;
  readonly lastCheck: Pick<CheckSummary, 'verdict' | 'failingStage'> | null;
  /** How many days before its end the last warning about the present certificate was given; null before the first. */
  readonly warnedDays: number | null;
}

/** Trouble that the dispatcher has met since the last mail that left, for the customer to mend. */
export interface SendingTrouble {
  /** A check code. */
  readonly code: string;
  /** In a row; those close to each other count once. */
  readonly failures: number;
  readonly since: string;
  /** When the last one was counted. */
  readonly at: string;
}

/** The approved revision that mail leaves through. */
export interface LiveServer extends ApprovedRevision {
  readonly status: Exclude<LiveStatus, 'none'>;
  readonly suspension: Suspension | null;
  /** When its last suspension ended; missing where there was none. Trouble from before says nothing any more. */
  readonly resumedAt?: string;
  /** Missing before the first check. */
  readonly health?: ServerHealth;
  /** Missing or null while mail leaves. */
  readonly sendingTrouble?: SendingTrouble | null;
  /** Missing or null while nobody has asked for the server to be resumed. */
  readonly resumption?: Resumption | null;
  /** Missing before the first check that was made to resume it. */
  readonly lastResumption?: ResumptionOutcome;
  readonly rotation: Rotation | null;
  readonly lastRotation: RotationOutcome | null;
  /** The revision before, password included, to go back to; kept until the present one has sent its first mail. */
  readonly previous: ApprovedRevision | null;
}

/** Work that a transition asks for; carried out in order, each exactly as often as it takes to succeed once. */
export type Task =
  | { readonly kind: 'adopt-credential'; readonly credentialId: string }
  | { readonly kind: 'check-draft'; readonly revision: number; readonly run: number }
  | { readonly kind: 'check-rotation'; readonly revision: number; readonly run: number }
  | { readonly kind: 'check-resume'; readonly revision: number; readonly run: number }
  | {
      readonly kind: 'check-health';
      readonly revision: number;
      readonly run: number;
      readonly credentialId: string;
    }
  | { readonly kind: 'shred-credentials'; readonly credentialIds: readonly string[] }
  | { readonly kind: 'wake-dispatcher' };

/** A received mail that nobody believed, and why: a fault of correlation. */
export interface RejectedBounce {
  readonly inboundMailId: string;
  readonly reason: string;
}

/** A secret that signs the organization's events; its bytes lie in the vault. */
export interface WebhookSecret {
  readonly credentialId: string;
  /** Until when it signs, after a newer one has come; null for the newest. */
  readonly until: string | null;
}

/** Where the organization wants to be told of its events. */
export interface WebhookEndpoint {
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly WebhookSecret[];
  readonly by: Actor;
  readonly at: string;
  /** The version that the address was named with: what came about later goes there. */
  readonly sinceVersion: number;
}

/** The whole state of one organization's lifecycle: three independent parts, so that no state has to mean two things. */
export interface LifecycleState {
  readonly schema: 1;
  readonly organizationId: string;
  /** Grows by one with every accepted event; orders projections and audit entries. */
  readonly version: number;
  readonly profile: OrganizationProfile | null;
  /** Missing or null while the organization is there. */
  readonly closure?: OrganizationClosure | null;
  readonly preferences: MailPreferences;
  /** How the own server is used; missing where nobody has said anything. */
  readonly sendingPolicy?: SendingPolicy;
  /** Missing or null where the organization wants no events. */
  readonly webhook?: WebhookEndpoint | null;
  readonly entitlement: EntitlementStatus;
  /** Null while locked. */
  readonly terms: Terms | null;
  /** Sender domains, in lower case, that a revision of this organization was approved with. */
  readonly approvedDomains: readonly string[];
  /** Number of the last submitted revision, 0 before the first. */
  readonly lastRevision: number;
  readonly draft: Draft | null;
  readonly live: LiveServer | null;
  /** The last bounce that was noted as not to be believed; missing where there was none. */
  readonly rejectedBounce?: RejectedBounce;
  /** True in a lifecycle that was begun anew from its projection, until its revival stands in the audit trail. */
  readonly isCarriedOver?: true;
  readonly tasks: readonly Task[];
}

/** The state of an organization that nothing has happened to yet: locked, nothing drafted, nothing live. */
export function initialState(organizationId: string): LifecycleState {
  return {
    schema: 1,
    organizationId,
    version: 0,
    profile: null,
    preferences: { undeliverablesTo: 'admin', replyTo: null, branding: false },
    entitlement: 'locked',
    terms: null,
    approvedDomains: [],
    lastRevision: 0,
    draft: null,
    live: null,
    tasks: [],
  };
}

/** The three statuses by which people and search attributes speak of a lifecycle. */
export interface LifecycleStatuses {
  readonly entitlement: EntitlementStatus;
  readonly draft: DraftStatus;
  readonly live: LiveStatus;
}

export function statusesOf(state: LifecycleState): LifecycleStatuses {
  return {
    entitlement: state.entitlement,
    draft: state.draft?.status ?? 'none',
    live: state.live?.status ?? 'none',
  };
}

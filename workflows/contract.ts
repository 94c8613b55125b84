import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { PersonActor } from '../domain/actor';
import type { CheckPurpose } from '../domain/check-report';
import type { CheckTarget } from '../domain/check-target';
import type { CommandEnvelope, CommandReceipt } from '../domain/lifecycle/command';
import type { CommandName } from '../domain/lifecycle/events';
import { defaultLifecyclePolicy, type LifecyclePolicy } from '../domain/lifecycle/lifecycle-policy';
import type { Decision, LifecycleState } from '../domain/lifecycle/state';
import type { JobKind, JobName } from '../domain/job';
import type { ProjectionDrift } from '../domain/reconciliation/drift';
import type { ReconciliationCounts, ReconciliationPlace } from '../domain/reconciliation/pass';
import type { SendingNews } from '../domain/sending-news';

/** Workflow types, ids and messages that clients and workflows share. Every message is one object. */

/**
 * By what policy the lifecycle begins, and when it starts a new run. The deployment's own policy takes its place with the
 * first write; see `saveLifecycle`.
 */
export interface LifecycleLimits extends LifecyclePolicy {
  /** Events of history after which the workflow continues as new. Default 4,000, well below the server's warning. */
  readonly historyEvents: number;
}

export const defaultLifecycleLimits: LifecycleLimits = {
  ...defaultLifecyclePolicy,
  historyEvents: 4_000,
};

export interface LifecycleInput {
  readonly organizationId: string;
  readonly limits: LifecycleLimits;
  readonly checkLimits: CheckLimits;
  /** Carried over by continue-as-new; absent at the very start. */
  readonly carried?: CarriedLifecycle;
}

/** What continue-as-new carries into the next run: the state, and the answers given to commands. */
export interface CarriedLifecycle {
  readonly state: LifecycleState;
  readonly receipts: readonly CommandReceipt[];
}

/** The Update of a command bears the command's name. Rejections are ApplicationFailures typed by the error catalogue. */
export function commandUpdate<Name extends CommandName>(name: Name) {
  return defineUpdate<CommandReceipt, [CommandEnvelope<Name>]>(name);
}

/** A decision that comes from the Temporal UI or CLI; the same rules hold, an invalid one is only audited. */
export interface DecisionSignal {
  readonly commandId: string;
  readonly actor: PersonActor;
  readonly revision: number;
  readonly decision: Decision;
}

export const decisionSignal = defineSignal<[DecisionSignal]>('decideBySignal');
export const testMailReturnedSignal =
  defineSignal<[{ readonly revision: number; readonly run: number }]>('testMailReturned');
/** Names the credential that was used, so that trouble with an old password says nothing about its successor. */
export const sendingFailedSignal =
  defineSignal<[{ readonly revision: number; readonly credentialId: string; readonly code: string }]>('sendingFailed');
/** A mail has left through a server that had failed to send. */
export const sendingWorksSignal =
  defineSignal<[{ readonly revision: number; readonly credentialId: string }]>('sendingWorks');
/** The first mail has left through this revision: the one before is not needed any more. */
export const firstMailSentSignal = defineSignal<[{ readonly revision: number }]>('firstMailSent');
export const certificateSeenSignal =
  defineSignal<[{ readonly revision: number; readonly expiresAt: string }]>('certificateSeen');

/** `reason` is a fault of correlation; `inboundMailId` names the mail that was not believed. */
export const bounceRejectedSignal =
  defineSignal<[{ readonly reason: string; readonly inboundMailId: string }]>('bounceRejected');
/** Many recipients are refused for the same reason, which is a bounce reason. */
export const refusalPatternSignal =
  defineSignal<[{ readonly revision: number; readonly reason: string; readonly recipients: number }]>(
    'refusalPatternSeen',
  );

/** The lifecycle's own truth, for reconciliation and for people in the Temporal UI. Holds no secret. */
export const stateQuery = defineQuery<LifecycleState>('state');

/** A projection that was found not to be what its lifecycle had written. */
export interface ProjectionRepair {
  readonly drift: ProjectionDrift;
  /** The version that the projection claimed; null where none stood. */
  readonly projectedVersion: number | null;
}

/** Has the lifecycle write its projection anew; answers with the version that stands there then. */
export const repairProjectionUpdate = defineUpdate<number, [ProjectionRepair]>('repairProjection');

/** A check run with its purpose and its bounds. */
export interface CheckInput extends CheckTarget {
  /** Only a draft is sent a test mail; the others prove that the server can be opened. */
  readonly purpose: CheckPurpose;
  readonly limits: CheckLimits;
}

/** Bounds of a check run: attempts at trouble that may pass by itself, and the pause before the next attempt. */
export interface CheckLimits {
  readonly attempts: number;
  readonly pauseMs: number;
  /** Milliseconds after which the whole run is cut off. Default 85 seconds. */
  readonly deadlineMs?: number;
}

export const defaultCheckLimits: CheckLimits = { attempts: 3, pauseMs: 5_000 };

export interface DispatchInput {
  readonly organizationId: string;
  /** How long a worker may be silent until another one takes over what it is sending, in milliseconds. Default 20 s. */
  readonly takeoverMs?: number;
}

/** Tells a dispatcher that mail has come, or that a waiting mail may leave now; and what was seen by who sent mail before. */
export const mailWaitingSignal = defineSignal<[SendingNews?]>('mailWaiting');

/** A recipient whom we could not reach ourselves: refused during sending, or expired. */
export interface OwnFailureInput {
  readonly organizationId: string;
  readonly mailId: string;
  readonly recipient: string;
}

/** A mail that the inbound listener took and stored; `inboundMailId` is its content identity. */
export interface ReceivedMailInput {
  readonly inboundMailId: string;
}

/** Many failures at once: those that go to the same address are collected into one notice. */
export interface DigestInput {
  readonly organizationId: string;
  readonly digestId: string;
  readonly owed: readonly { readonly mailId: string; readonly recipient: string; readonly position: number }[];
}

/** What an undeliverable comes from. */
export type UndeliverableInput = OwnFailureInput | ReceivedMailInput | DigestInput;

/** Settled mails that are to be read again after the rules have become better; one by one, the newest first. */
export interface ReadAgainInput {
  /** These mails; null for all that nobody could read. */
  readonly inboundMailIds: readonly string[] | null;
  /** Where continue-as-new goes on; absent at the start. */
  readonly before?: string;
  /** How many were read before continue-as-new; absent at the start. */
  readonly readBefore?: number;
}

export interface AnnouncementInput {
  readonly organizationId: string;
}

/** Something has happened that has to be announced. */
export const newsSignal = defineSignal('news');

/** A comparison of projections with their lifecycles. */
export interface ReconciliationInput {
  /** This one alone; null for all. */
  readonly organizationId: string | null;
  /** Milliseconds until what looks like drift is looked at again: a write may be on its way. Default 20 seconds. */
  readonly secondLookMs?: number;
  /** Where continue-as-new goes on; absent at the start. */
  readonly carried?: ReconciliationProgress;
}

/** How far a comparison has come: which page is next, and what was found so far. */
export interface ReconciliationProgress extends ReconciliationCounts {
  readonly place: ReconciliationPlace;
  readonly startedAt: string;
}

export const workflowTypes = {
  lifecycle: 'mailServerLifecycle',
  check: 'checkMailServer',
  dispatch: 'dispatchMail',
  undeliverable: 'routeUndeliverable',
  announce: 'announceEvents',
  announcementSweep: 'sweepAnnouncements',
  sweep: 'sweepOutbox',
  inboundSweep: 'sweepInboundMail',
  oldMailSweep: 'sweepOldMail',
  readAgain: 'readInboundMailsAgain',
  returnedTestMail: 'receiveTestMail',
  reconciliation: 'reconcileProjections',
  statistics: 'collectStatistics',
} as const;

/** Workflows that go on for as long as there is something to look after, whoever started them. */
export const lastingWorkflows: ReadonlySet<string> = new Set([
  workflowTypes.lifecycle,
  workflowTypes.dispatch,
  workflowTypes.announce,
]);

const lifecyclePrefix = 'mail-server/';

export const lifecycleWorkflowId = (organizationId: string): string => `${lifecyclePrefix}${organizationId}`;

/** The organization whose lifecycle bears this workflow id. */
export const organizationOfLifecycle = (workflowId: string): string => workflowId.slice(lifecyclePrefix.length);

export const checkWorkflowId = (
  organizationId: string,
  revision: number,
  purpose: CheckInput['purpose'],
  run: number,
): string => `mail-server/${organizationId}/${purpose}-check/${revision}-${run}`;

export const dispatchWorkflowId = (organizationId: string): string => `dispatch/${organizationId}`;

/**
 * One workflow for each mail and recipient, so that the same failure can never be routed twice. Ids are not encrypted:
 * the recipient is named by their position in the mail, not by their address.
 */
export const undeliverableWorkflowId = (mailId: string, position: number): string =>
  `undeliverable/${mailId}/${position}`;

/** The dispatcher makes up the id of a digest; it has no meaning beyond being new. */
export const digestWorkflowId = (digestId: string): string => `undeliverable/digest/${digestId}`;

/** By the id of the command, so that a repeated command starts nothing new. */
export const readAgainWorkflowId = (commandId: string): string => `inbound-mail/read-again/${commandId}`;

/** One workflow for each mail that came in, by its content: the same bounce twice is one undeliverable. */
export const inboundMailWorkflowId = (inboundMailId: string): string => `inbound-mail/${inboundMailId}`;

export const announcementWorkflowId = (organizationId: string): string => `announce/${organizationId}`;

export const announcementSweepScheduleId = 'sweep-announcements';
export const oldMailSweepScheduleId = 'sweep-old-mail';
export const sweepScheduleId = 'sweep-outbox';
export const inboundSweepScheduleId = 'sweep-inbound-mail';
export const statisticsScheduleId = 'collect-statistics';
export const reconciliationScheduleId = 'reconcile-projections';

/** By the id of the command, so that a repeated command starts nothing new. */
export const reconciliationWorkflowId = (commandId: string): string => `reconcile-projections/${commandId}`;

const jobWorkflowIds: Readonly<Record<JobKind, (commandId: string) => string>> = {
  reconciliation: reconciliationWorkflowId,
  'inbound-reading': readAgainWorkflowId,
};

/** The workflow that carries a job out. */
export const jobWorkflowId = ({ kind, commandId }: JobName): string => jobWorkflowIds[kind](commandId);

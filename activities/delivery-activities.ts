import type { Context } from '@temporalio/activity';

import type { CheckCode } from '../domain/check-report';
import type { LifecycleState } from '../domain/lifecycle/state';
import { statusesOf } from '../domain/lifecycle/state';
import type { OutboxCategory } from '../domain/mail-message';
import { routeFor } from '../domain/mail-routing';
import { retryDelayMs } from '../domain/retry-backoff';
import { heartbeating } from './heartbeat';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleReader } from './ports/lifecycle-store';
import type { MailComposer } from './ports/mail-composer';
import type { MailTransport, OutgoingMail, SendingReport, SendingRoute } from './ports/mail-transport';
import type { ClaimedMail, OutboxLedger, OwedNotice } from './ports/outbox';

export interface DeliveryActivityDeps {
  readonly lifecycles: LifecycleReader;
  readonly outbox: OutboxLedger;
  readonly composer: MailComposer;
  readonly transport: MailTransport;
  readonly dispatcher: DispatcherWaker;
  readonly platformSender: { readonly name: string; readonly address: string };
}

/** What a round of sending did, and what is left to do. */
export interface DeliveryRound {
  readonly handled: number;
  readonly hasMore: boolean;
  readonly nextDueAt: string | null;
  readonly owedNotices: readonly OwedNotice[];
  /** The live revision cannot send until the customer mends something; its code is a check code. */
  readonly customerTrouble: { readonly revision: number; readonly code: CheckCode } | null;
}

export type DeliveryActivities = ReturnType<typeof createDeliveryActivities>;

const categories: readonly OutboxCategory[] = ['transactional', 'informational', 'marketing', 'notice'];
const mailsPerRound = 200;
const noticesPerRound = 50;
const sweepLimit = 500;

export function createDeliveryActivities(deps: DeliveryActivityDeps) {
  return {
    deliverDueMail({ organizationId }: { organizationId: string }): Promise<DeliveryRound> {
      return heartbeating((context) => deliverRound(deps, organizationId, context));
    },
    async wakeDispatchersWithWork(): Promise<void> {
      const organizations = await deps.outbox.organizationsWithWork(now(), sweepLimit);
      for (const organizationId of organizations) await deps.dispatcher.wake(organizationId);
    },
  };
}

async function deliverRound(
  deps: DeliveryActivityDeps,
  organizationId: string,
  context: Context,
): Promise<DeliveryRound> {
  // A claim from before this round belongs to a dispatcher that is gone: nobody knows whether its mail went out.
  await deps.outbox.holdAbandoned(organizationId, now(), now());
  await deps.outbox.expireOverdue(organizationId, now());
  let handled = 0;
  let customerTrouble: DeliveryRound['customerTrouble'] = null;
  while (handled < mailsPerRound && !customerTrouble && !context.cancellationSignal.aborted) {
    const step = await deliverNext(deps, organizationId, context.cancellationSignal);
    if (!step) break;
    handled += 1;
    customerTrouble = step.customerTrouble;
    context.heartbeat();
  }
  const state = await deps.lifecycles.find(organizationId);
  return {
    handled,
    hasMore: handled === mailsPerRound,
    nextDueAt: await deps.outbox.nextDueAt(organizationId, sendable(state)),
    owedNotices: await deps.outbox.owedNotices(organizationId, noticesPerRound),
    customerTrouble,
  };
}

/** Sends the next due mail over the route that category and live server call for at this moment; null when none is due. */
async function deliverNext(
  deps: DeliveryActivityDeps,
  organizationId: string,
  signal: AbortSignal,
): Promise<Pick<DeliveryRound, 'customerTrouble'> | null> {
  const state = await deps.lifecycles.find(organizationId);
  const claimed = await deps.outbox.claimNext({
    organizationId,
    categories: sendable(state),
    route: (category) => (routeOf(state, category) === 'customer' ? 'customer' : 'platform'),
    now: now(),
  });
  if (!claimed) return null;
  const route = sendingRoute(state, claimed.mail.category);
  const report = await deps.transport.send(route, outgoing(deps, claimed, route, state), signal);
  await record(deps, claimed, report);
  const revision = state?.live?.revision.number;
  if (!report.customerTrouble || route.route !== 'customer' || revision === undefined) return { customerTrouble: null };
  return { customerTrouble: { revision, code: report.customerTrouble } };
}

async function record(deps: DeliveryActivityDeps, { mail, fence }: ClaimedMail, report: SendingReport): Promise<void> {
  const isDeferred = report.outcomes.some((outcome) => outcome.state === 'deferred');
  const delay = retryDelayMs(mail.attempts, Math.random());
  const retryAt = isDeferred ? new Date(Date.now() + delay).toISOString() : null;
  await deps.outbox.recordOutcomes({ mailId: mail.id, fence, outcomes: report.outcomes, retryAt, now: now() });
}

function outgoing(
  deps: DeliveryActivityDeps,
  { mail, bytes, recipients }: ClaimedMail,
  route: SendingRoute,
  state: LifecycleState | null,
): OutgoingMail {
  if (route.route === 'platform') {
    const envelopeFrom = mail.category === 'notice' ? '' : deps.platformSender.address;
    return { envelopeFrom, recipients, bytes: deps.composer.withSender(bytes, deps.platformSender) };
  }
  const { senderName: name, senderAddress: address } = route.server.settings;
  const envelopeFrom = state?.profile?.adminAddress ?? address;
  return { envelopeFrom, recipients, bytes: deps.composer.withSender(bytes, { name, address }) };
}

function sendable(state: LifecycleState | null): OutboxCategory[] {
  return categories.filter((category) => routeOf(state, category) !== 'wait');
}

function routeOf(state: LifecycleState | null, category: OutboxCategory) {
  return routeFor(category, { liveStatus: state ? statusesOf(state).live : 'none' }).route;
}

function sendingRoute(state: LifecycleState | null, category: OutboxCategory): SendingRoute {
  if (!state?.live || routeOf(state, category) !== 'customer') return { route: 'platform' };
  const { settings, credentialId, number: revision } = state.live.revision;
  const credential = { organizationId: state.organizationId, revision, credentialId };
  return { route: 'customer', server: { settings, credential } };
}

function now(): string {
  return new Date().toISOString();
}

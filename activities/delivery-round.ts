import type { Context } from '@temporalio/activity';

import { mailRoutes } from '../domain/mail-message';
import { organizationClosed } from '../domain/organization-closure';
import { serverSuspended } from '../domain/suspended-mail';
import type { DeliveryActivityDeps, DeliveryRound } from './delivery-activities';
import type { OwedNotice } from './ports/outbox';
import { RoundInProgress, type ClosedRoutes } from './round-in-progress';
import { RouteLanes } from './route-lanes';
import type { SendingPace } from './sending-pace';
import { categoriesOn, connectionsOf } from './sending-way';

const noticesPerRound = 50;
/** The platform's own relay is asked for no more at a time by one organization. */
const platformLanes = 4;

/** One round of sending: until nothing is due, or for so long at most. */
export async function deliverRound(
  deps: DeliveryActivityDeps,
  pace: SendingPace,
  organizationId: string,
  context: Context,
): Promise<DeliveryRound> {
  // What a dispatcher before this one had begun and not recorded is held: nobody knows whether it went out.
  const run = await deps.outbox.takeOver(organizationId, now(), context.cancellationSignal);
  await endWhatNoRouteCarries(deps, organizationId);
  const round = new RoundInProgress({ deps, organizationId, pace, run, context });
  try {
    await round.work(await routesOf(round));
  } finally {
    await run.close();
  }
  const { handled, hasMore, customerTrouble, worksAgain, firstSentBy, closed } = round;
  // A route that carries mail ends what is past its age, but one that was closed did not look.
  if (closed.size > 0) await deps.outbox.expireOverdue(organizationId, now());
  const owedNotices = await dueNotices(deps, organizationId);
  const done = { handled, hasMore, customerTrouble, worksAgain, firstSentBy };
  const digest = deps.digestFrom === undefined ? {} : { digestFrom: deps.digestFrom };
  return { ...done, ...digest, nextDueAt: await nextDueAt(deps, organizationId, closed), owedNotices };
}

/**
 * Mail that waits is past its age some day; due mail that its organization does not let wait is given up, and that of an
 * organization that was closed is cancelled, due or not.
 */
async function endWhatNoRouteCarries(
  { outbox, lifecycles }: DeliveryActivityDeps,
  organizationId: string,
): Promise<void> {
  const state = await lifecycles.find(organizationId);
  const cancelled = categoriesOn(state, 'cancel');
  if (cancelled.length > 0) await outbox.cancelWaiting(organizationId, cancelled, now(), organizationClosed);
  const givenUp = categoriesOn(state, 'fail');
  if (givenUp.length + categoriesOn(state, 'wait').length === 0) return;
  await outbox.expireOverdue(organizationId, now());
  if (givenUp.length > 0) await outbox.giveUpDue(organizationId, givenUp, now(), serverSuspended);
}

async function routesOf(round: RoundInProgress): Promise<RouteLanes[]> {
  const state = await round.deps.lifecycles.find(round.organizationId);
  const connections = connectionsOf(state);
  return [
    new RouteLanes(round, 'customer', { lanes: connections, firstNumber: 0 }),
    new RouteLanes(round, 'platform', { lanes: platformLanes, firstNumber: connections }),
  ];
}

/** Those that stay owed although they are routed now come again after a while, behind others. */
async function dueNotices(deps: DeliveryActivityDeps, organizationId: string): Promise<readonly OwedNotice[]> {
  const owed = await deps.outbox.owedNotices(organizationId, now(), noticesPerRound);
  if (owed.length > 0) await deps.outbox.postponeNotices([...new Set(owed.map(({ mailId }) => mailId))], now());
  return owed;
}

/** When the next round has something to send or to report: mail for a server that is left alone waits until its rest is over. */
async function nextDueAt(
  deps: DeliveryActivityDeps,
  organizationId: string,
  closed: ClosedRoutes,
): Promise<string | null> {
  const state = await deps.lifecycles.find(organizationId);
  const routes = [...mailRoutes, 'fail', 'cancel'] as const;
  const notice = await deps.outbox.nextNoticeDueAt(organizationId);
  const times: string[] = notice === null ? [] : [notice];
  if (closed.size === 0) {
    const categories = routes.flatMap((route) => categoriesOn(state, route));
    const due = await deps.outbox.nextDueAt(organizationId, categories);
    return [...times, ...(due === null ? [] : [due])].toSorted()[0] ?? null;
  }
  for (const route of routes) {
    const due = await deps.outbox.nextDueAt(organizationId, categoriesOn(state, route));
    const rested = route === 'customer' || route === 'platform' ? closed.get(route) : undefined;
    if (due !== null) times.push([due, rested ?? due].toSorted()[1] ?? due);
  }
  return times.toSorted()[0] ?? null;
}

function now(): string {
  return new Date().toISOString();
}

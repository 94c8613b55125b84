import type { Context } from '@temporalio/activity';

import { mailRoutes, type MailRoute } from '../domain/mail-message';
import { deliverNext } from './deliver-mail';
import type { DeliveryActivityDeps, DeliveryRound } from './delivery-activities';
import type { OwedNotice } from './ports/outbox';
import { categoriesOn } from './sending-way';

const mailsPerRound = 200;
const noticesPerRound = 50;
/** A round claims no mail after this time, so that it ends long before its activity's time is up. */
const defaultRoundMs = 120_000;
/** How long a server rests that could not be reached. */
const restMs = 30_000;

/** Routes that this round uses no more, and why: a server rests for a moment, or its customer has to mend something. */
type ClosedRoutes = Map<MailRoute, 'resting' | 'troubled'>;

/** One round of sending: at most so many mails, at most so long. A server that cannot be reached costs it one mail. */
export async function deliverRound(
  deps: DeliveryActivityDeps,
  organizationId: string,
  context: Context,
): Promise<DeliveryRound> {
  // A claim from before this round belongs to a dispatcher that is gone: nobody knows whether its mail went out.
  await deps.outbox.holdAbandoned(organizationId, now(), now());
  await deps.outbox.expireOverdue(organizationId, now());
  const closed: ClosedRoutes = new Map();
  const sent = await sendWhileTimeIsLeft(deps, organizationId, closed, context);
  const owedNotices = await dueNotices(deps, organizationId);
  return { ...sent, nextDueAt: await nextDueAt(deps, organizationId, closed), owedNotices };
}

/** Those that stay owed although they are routed now come again after a while, behind others. */
async function dueNotices(deps: DeliveryActivityDeps, organizationId: string): Promise<readonly OwedNotice[]> {
  const owed = await deps.outbox.owedNotices(organizationId, now(), noticesPerRound);
  if (owed.length > 0) await deps.outbox.postponeNotices([...new Set(owed.map(({ mailId }) => mailId))], now());
  return owed;
}

async function sendWhileTimeIsLeft(
  deps: DeliveryActivityDeps,
  organizationId: string,
  closed: ClosedRoutes,
  context: Context,
): Promise<Pick<DeliveryRound, 'handled' | 'hasMore' | 'customerTrouble'>> {
  const startedAt = performance.now();
  let customerTrouble: DeliveryRound['customerTrouble'] = null;
  for (let handled = 0; ; handled += 1) {
    const isTimeUp = handled > 0 && performance.now() - startedAt >= (deps.roundMs ?? defaultRoundMs);
    const isCancelled = context.cancellationSignal.aborted;
    if (handled === mailsPerRound || isTimeUp || isCancelled) return { handled, hasMore: true, customerTrouble };
    const open = mailRoutes.filter((route) => !closed.has(route));
    const step = await deliverNext(deps, organizationId, open, context);
    if (!step) return { handled, hasMore: false, customerTrouble };
    if (!step.isRouteUsable) closed.set(step.route, step.customerTrouble ? 'troubled' : 'resting');
    customerTrouble ??= step.customerTrouble;
    context.heartbeat();
  }
}

/**
 * When the next round has something to send. Mail for a server in trouble is left out: it cannot go before the server
 * is resumed, its password rotated or another one approved, and each of these wakes the dispatcher.
 */
async function nextDueAt(
  deps: DeliveryActivityDeps,
  organizationId: string,
  closed: ClosedRoutes,
): Promise<string | null> {
  const state = await deps.lifecycles.find(organizationId);
  const dueOn = async (isMeant: (route: MailRoute) => boolean): Promise<string | null> => {
    const categories = mailRoutes.filter(isMeant).flatMap((route) => categoriesOn(state, route));
    return await deps.outbox.nextDueAt(organizationId, categories);
  };
  const open = await dueOn((route) => !closed.has(route));
  const resting = await dueOn((route) => closed.get(route) === 'resting');
  const rested = new Date(Date.now() + restMs).toISOString();
  const times = [open, resting !== null && resting < rested ? rested : resting];
  return times.filter((time) => time !== null).toSorted()[0] ?? null;
}

function now(): string {
  return new Date().toISOString();
}

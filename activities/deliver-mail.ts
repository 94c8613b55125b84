import { setTimeout as pause } from 'node:timers/promises';

import type { Context } from '@temporalio/activity';

import type { CheckCode } from '../domain/check-report';
import { CatalogueError } from '../domain/errors';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { MailRoute, RecipientOutcome } from '../domain/mail-message';
import { retryDelayMs, soonMs } from '../domain/retry-backoff';
import type { DeliveryActivityDeps, DeliveryRound } from './delivery-activities';
import type { OutgoingMail, SendingReport, SendingRoute } from './ports/mail-transport';
import type { ClaimedMail } from './ports/outbox';
import { categoriesOn, isSameWay, sendingWay } from './sending-way';

/** What became of one mail, and whether its route is worth another mail in this round. */
export interface DeliveredMail {
  readonly route: MailRoute;
  readonly isRouteUsable: boolean;
  readonly customerTrouble: DeliveryRound['customerTrouble'];
}

/** What the attempt to send one mail came to. Not `attempted` when the server heard nothing of it. */
interface Attempt {
  readonly outcomes: readonly RecipientOutcome[];
  readonly customerTrouble: CheckCode | null;
  readonly attempted: boolean;
  readonly retryMs: number;
  readonly isRouteUsable: boolean;
}

/** Pauses between tries to record an outcome: without the record, a mail that went out would stand there as held. */
const recordPausesMs = [200, 1_000, 3_000, 5_000];

/** Sends the next due mail over one of these routes, decided at this moment; null when none is due. */
export async function deliverNext(
  deps: DeliveryActivityDeps,
  organizationId: string,
  routes: readonly MailRoute[],
  context: Context,
): Promise<DeliveredMail | null> {
  const state = await deps.lifecycles.find(organizationId);
  const customerCategories = categoriesOn(state, 'customer');
  const claimed = await deps.outbox.claimNext({
    organizationId,
    categories: routes.flatMap((route) => categoriesOn(state, route)),
    route: (category) => (customerCategories.includes(category) ? 'customer' : 'platform'),
    now: new Date().toISOString(),
  });
  if (!claimed) return null;
  const way = sendingWay(state, claimed.mail.category) ?? { route: 'platform' };
  const attempt = await attemptOnce(deps, claimed, { way, state }, context);
  await record(deps, claimed, attempt, context);
  const { isRouteUsable, customerTrouble: code } = attempt;
  if (code === null || way.route !== 'customer') return { route: way.route, isRouteUsable, customerTrouble: null };
  const { revision, credentialId } = way.server.credential;
  return { route: way.route, isRouteUsable, customerTrouble: { revision, credentialId, code } };
}

async function attemptOnce(
  deps: DeliveryActivityDeps,
  claimed: ClaimedMail,
  { way, state }: { way: SendingRoute; state: LifecycleState | null },
  context: Context,
): Promise<Attempt> {
  const mayStart = () => isStillTheWay(deps, claimed, way);
  try {
    const mail = outgoing(deps, claimed, way, state);
    return judged(claimed, await deps.transport.send(way, mail, context.cancellationSignal, mayStart));
  } catch (error) {
    context.log.warn('A mail could not be sent yet', { mailId: claimed.mail.id, error });
    return await afterThrow(deps, claimed, way, error);
  }
}

function judged({ mail }: ClaimedMail, { outcomes, customerTrouble, withdrawn = false }: SendingReport): Attempt {
  if (withdrawn) return { outcomes, customerTrouble: null, attempted: false, retryMs: 0, isRouteUsable: true };
  const isUnreached = outcomes.every(({ state, answer }) => state === 'deferred' && answer.replyCode === null);
  const retryMs = retryDelayMs(mail.attempts, Math.random());
  return {
    outcomes,
    customerTrouble,
    attempted: true,
    retryMs,
    isRouteUsable: !isUnreached && customerTrouble === null,
  };
}

/** The transport throws only before anything was sent, so that the mail can wait for another attempt. */
async function afterThrow(
  deps: DeliveryActivityDeps,
  claimed: ClaimedMail,
  way: SendingRoute,
  error: unknown,
): Promise<Attempt> {
  const isOurs = !(error instanceof CatalogueError);
  const isUnreadable = !isOurs && error.code === 'CREDENTIAL_UNREADABLE';
  const isUnusable = isUnreadable && (await isStillTheWay(deps, claimed, way).catch(() => false));
  const code: CheckCode = isUnusable ? 'AUTH_PASSWORD_UNUSABLE' : 'CHECK_INTERRUPTED';
  const answer = { replyCode: null, enhancedStatus: null, text: code };
  const attempted = isOurs || isUnusable;
  return {
    outcomes: claimed.recipients.map((recipient) => ({ recipient, state: 'deferred', answer })),
    customerTrouble: isUnusable ? code : null,
    attempted,
    retryMs: attempted ? retryDelayMs(claimed.mail.attempts, Math.random()) : soonMs,
    // Another password stands there now, and the next mail takes it.
    isRouteUsable: isUnreadable && !isUnusable,
  };
}

async function isStillTheWay(deps: DeliveryActivityDeps, { mail }: ClaimedMail, way: SendingRoute): Promise<boolean> {
  const state = await deps.lifecycles.find(mail.organizationId);
  return isSameWay(way, sendingWay(state, mail.category));
}

async function record(
  deps: DeliveryActivityDeps,
  { mail, fence }: ClaimedMail,
  { outcomes, attempted, retryMs }: Attempt,
  context: Context,
): Promise<void> {
  const now = new Date();
  const isDeferred = outcomes.some(({ state }) => state === 'deferred');
  const retryAt = isDeferred ? new Date(now.getTime() + retryMs).toISOString() : null;
  const outcome = { mailId: mail.id, fence, outcomes, retryAt, attempted, now: now.toISOString() };
  const isRecorded = await persistently(() => deps.outbox.recordOutcomes(outcome));
  if (isRecorded) return;
  const states = outcomes.map(({ state }) => state);
  context.log.error('The outcome of a mail was not recorded: its claim had ended', { mailId: mail.id, states });
}

async function persistently<Result>(write: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of recordPausesMs) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof CatalogueError && error.code === 'STORE_UNAVAILABLE')) throw error;
      await pause(pauseMs);
    }
  }
  return await write();
}

function outgoing(
  deps: DeliveryActivityDeps,
  { mail, bytes, recipients }: ClaimedMail,
  way: SendingRoute,
  state: LifecycleState | null,
): OutgoingMail {
  if (way.route === 'platform') {
    const envelopeFrom = mail.category === 'notice' ? '' : deps.platformSender.address;
    return { envelopeFrom, recipients, bytes: deps.composer.withSender(bytes, deps.platformSender) };
  }
  const { senderName: name, senderAddress: address } = way.server.settings;
  const envelopeFrom = state?.profile?.adminAddress ?? address;
  return { envelopeFrom, recipients, bytes: deps.composer.withSender(bytes, { name, address }) };
}

import { randomUUID } from 'node:crypto';

import { announcementsOf, isAnnounced, type Announcement, type Audience } from '../domain/announcements/announcement';
import { announcementSubject } from '../domain/announcements/announcement-subject';
import type { AuditEntry } from '../domain/audit-entry';
import type { Locale, LifecycleState } from '../domain/lifecycle/state';
import { domainOf } from '../domain/mail-server-settings';
import { announcementText } from '../domain/texts/announcement-texts';
import { heartbeating } from './heartbeat';
import type { AnnouncementLedger, Announcer, News } from './ports/announcement-ledger';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { MailComposer } from './ports/mail-composer';
import type { OutboxIntake } from './ports/outbox';
import { deliverDue, queueWebhook, type WebhookChannel } from './webhook-channel';

export interface AnnouncementActivityDeps {
  readonly ledger: AnnouncementLedger;
  readonly announcer: Announcer;
  readonly outbox: Pick<OutboxIntake, 'accept'>;
  readonly composer: Pick<MailComposer, 'compose'>;
  readonly dispatcher: DispatcherWaker;
  readonly platformSender: { readonly name: string; readonly address: string };
  /** Mailboxes of our own people; nobody is told where one is null. */
  readonly mailboxes: Readonly<Record<Exclude<Audience, 'admin'>, string | null>>;
  readonly staffLocale: Locale;
  /** Where events go: to the product's backend, and to the endpoints that organizations name. */
  readonly webhooks: readonly WebhookChannel[];
}

export type AnnouncementActivities = ReturnType<typeof createAnnouncementActivities>;

/** No caller of the API can send a key with this in it. */
const ownKeyPrefix = '\u0000';
/** Mail for our own people is in no organization's outbox, where its admin would see it; no organization can have this id. */
export const staffOutbox = '~staff';
const entriesPerRound = 50;
const sweepLimit = 5_000;
const mailAgeMs = 5 * 24 * 60 * 60 * 1000;
/** News that is older says nothing any more; it is passed over, for instance after a long absence. */
const newsAgeMs = 7 * 24 * 60 * 60 * 1000;

export function createAnnouncementActivities(deps: AnnouncementActivityDeps) {
  return {
    /**
     * Puts a mail for everybody concerned into the outbox and an event into the queue of webhooks, each once; tells whether
     * any webhook waits to be sent, now or later.
     */
    announceNews: ({ organizationId }: { organizationId: string }) =>
      heartbeating(() => announceNews(deps, organizationId)),
    /** Attempts the due deliveries; tells when the next one is due. */
    deliverWebhooks: ({ organizationId }: { organizationId: string }) =>
      heartbeating((context) => deliverWebhooks(deps, organizationId, context.cancellationSignal)),
    /** Starts the announcements that a crash left behind. */
    announceLeftBehind: () => heartbeating(() => announceLeftBehind(deps)),
  };
}

/** `hasWebhooks` is missing in what earlier versions answered. */
async function announceNews(
  deps: AnnouncementActivityDeps,
  organizationId: string,
): Promise<{ hasMore: boolean; hasWebhooks?: boolean }> {
  const news = await deps.ledger.news(organizationId, entriesPerRound);
  if (news) await announce(deps, organizationId, news);
  const hasMore = news?.entries.length === entriesPerRound;
  return { hasMore, hasWebhooks: await isAnyWebhookWaiting(deps, organizationId) };
}

async function announce(
  deps: AnnouncementActivityDeps,
  organizationId: string,
  { state, entries }: News,
): Promise<void> {
  const outboxes = new Set<string>();
  for (const entry of entries.filter((each) => isFresh(each) && isAnnounced(each))) {
    for (const announcement of announcementsOf(entry)) {
      const outbox = await mailAbout(deps, entry, state, announcement);
      if (outbox !== null) outboxes.add(outbox);
    }
    for (const channel of deps.webhooks) if (channel.wants(entry, state)) await queueWebhook(channel, entry);
  }
  await deps.ledger.settle(organizationId, entries.at(-1)?.sequence ?? state.version);
  for (const outbox of outboxes) await deps.dispatcher.wake(outbox);
}

async function isAnyWebhookWaiting({ webhooks }: AnnouncementActivityDeps, organizationId: string): Promise<boolean> {
  const due = await Promise.all(webhooks.map(async ({ store }) => await store.nextDueAt(organizationId)));
  return due.some((each) => each !== null);
}

function isFresh({ at }: AuditEntry): boolean {
  return Date.parse(at) > Date.now() - newsAgeMs;
}

/** Accepts one mail under a key of the event, so that a repetition accepts nothing new; answers whose outbox it is in. */
async function mailAbout(
  deps: AnnouncementActivityDeps,
  entry: AuditEntry,
  state: LifecycleState,
  { kind, audience }: Announcement,
): Promise<string | null> {
  const to = audience === 'admin' ? (state.profile?.adminAddress ?? null) : deps.mailboxes[audience];
  if (to === null) return null;
  const outbox = audience === 'admin' ? entry.organizationId : staffOutbox;
  const locale = audience === 'admin' ? (state.profile?.locale ?? 'en') : deps.staffLocale;
  const { subject, body } = announcementText(locale, kind, announcementSubject(entry, state));
  const id = randomUUID();
  const at = new Date();
  const messageId = `<${id}@${domainOf(deps.platformSender.address)}>`;
  const replyTo = deps.mailboxes.ops ?? deps.platformSender.address;
  const bytes = await deps.composer.compose({
    messageId,
    date: at.toISOString(),
    to: [to],
    replyTo,
    subject,
    text: body,
    html: null,
    logo: null,
    attachments: [],
    autoSubmitted: 'auto-generated',
    unsubscribeUrl: null,
    deliveryStatus: null,
  });
  await deps.outbox.accept({
    id,
    organizationId: outbox,
    idempotencyKey: `${ownKeyPrefix}announcement/${entry.organizationId}/${entry.sequence}/${kind}/${audience}`,
    fingerprint: 'announcement',
    category: 'notice',
    messageId,
    recipients: [to],
    replyTo,
    subject,
    bytes,
    acceptedAt: at.toISOString(),
    notBefore: at.toISOString(),
    expiresAt: new Date(at.getTime() + mailAgeMs).toISOString(),
  });
  return outbox;
}

async function deliverWebhooks(
  { webhooks }: AnnouncementActivityDeps,
  organizationId: string,
  signal: AbortSignal,
): Promise<{ nextDueAt: string | null }> {
  const nextDue: string[] = [];
  for (const channel of webhooks) {
    const nextDueAt = await deliverDue(channel, organizationId, signal);
    if (nextDueAt !== null) nextDue.push(nextDueAt);
  }
  return { nextDueAt: nextDue.toSorted()[0] ?? null };
}

async function announceLeftBehind({ ledger, announcer, webhooks }: AnnouncementActivityDeps): Promise<void> {
  const found = new Set(await ledger.organizationsWithNews(sweepLimit));
  const now = new Date().toISOString();
  for (const { store } of webhooks) {
    for (const organizationId of await store.organizationsWithDue(now, sweepLimit)) found.add(organizationId);
  }
  for (const organizationId of found) await announcer.announce(organizationId);
}

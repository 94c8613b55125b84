import { z } from 'zod';

import { CatalogueError, type ErrorCode } from '../../domain/errors';
import type { Locale } from '../../domain/lifecycle/state';
import type { ApiDependencies } from '../dependencies';
import { pageAnswer, pageLocale, type PageVisit } from '../page-answer';
import { unsubscribedPage, unsubscribePage } from '../pages/unsubscribe-page';
import { browserRoute, type RawCall, type Route } from '../route';
import { confirmationHeaders } from '../schemas/confirmation-link';
import { unsubscribeQuery } from '../schemas/unsubscribe-link';

const path = '/unsubscribe';
const request = z.object({ query: unsubscribeQuery, headers: confirmationHeaders });
const problems: readonly ErrorCode[] = ['UNSUBSCRIBE_LINK_UNKNOWN', 'STORE_UNAVAILABLE'];

type Visit = z.output<typeof request>;

/** Whom a link takes off whose mail. */
interface Subscription {
  readonly organizationId: string;
  readonly mailId: string;
  readonly recipient: string;
  readonly organizationName: string;
  readonly locale: Locale;
}

const askToUnsubscribe = browserRoute({
  method: 'get',
  path,
  operationId: 'askToUnsubscribe',
  tag: 'Messages',
  summary: 'The page behind the unsubscribe link of a mail',
  description: 'Asks with a button and changes nothing, because mail scanners follow links.',
  request,
  response: { status: 200, description: 'A page with a button', contentTypes: ['text/html'], schema: null },
  problems,
  handle: async (visit, call, dependencies) =>
    await pageAnswer(visitOf(visit, call), async () => {
      const subscription = await subscriptionOf(visit, dependencies);
      return unsubscribePage(subscription.locale, subscription);
    }),
});

const unsubscribe = browserRoute({
  method: 'post',
  path,
  operationId: 'unsubscribe',
  tag: 'Messages',
  summary: 'Unsubscribe by the link of a mail, with one click and without a login (RFC 8058)',
  description:
    'From then on the organization’s informational and marketing mail is kept back from this recipient, and never its ' +
    'transactional mail. The address stands on the suppression list with the cause `unsubscribed`. A repetition changes nothing.',
  request,
  response: { status: 200, description: 'A page that says so', contentTypes: ['text/html'], schema: null },
  problems,
  handle: async (visit, call, dependencies) =>
    await pageAnswer(visitOf(visit, call), async () => {
      const subscription = await subscriptionOf(visit, dependencies);
      await keepBack(subscription, dependencies);
      call.log.info({ organizationId: subscription.organizationId }, 'Somebody unsubscribed by the link of a mail');
      return unsubscribedPage(subscription.locale, subscription);
    }),
});

export const unsubscribeRoutes: readonly Route[] = [askToUnsubscribe, unsubscribe];

async function keepBack(
  { organizationId, mailId, recipient }: Subscription,
  { suppressions, clock }: ApiDependencies,
): Promise<void> {
  const by = { kind: 'system', part: 'unsubscribe-link' } as const;
  const change = { at: clock().toISOString(), by, note: null, causedBy: `unsubscribe/${mailId}` };
  const entry = { organizationId, address: recipient, cause: 'unsubscribed', reason: null, mailId } as const;
  await suppressions.add({ ...entry, expiresAt: null, change });
}

/** Throws UNSUBSCRIBE_LINK_UNKNOWN, STORE_UNAVAILABLE. */
async function subscriptionOf(
  { query: { token }, headers }: Visit,
  { unsubscribeLinks, outbox, lifecycles }: ApiDependencies,
): Promise<Subscription> {
  const subject = unsubscribeLinks.read(token);
  const mail = subject && (await outbox.find(subject.mailId));
  const [to, ...others] = mail?.recipients ?? [];
  if (!mail || !to || others.length > 0 || mail.organizationId !== subject.organizationId) {
    throw new CatalogueError('UNSUBSCRIBE_LINK_UNKNOWN');
  }
  const { organizationId, id: mailId, locale } = mail;
  const profile = (await lifecycles.find(organizationId))?.profile;
  if (!profile) throw new CatalogueError('UNSUBSCRIBE_LINK_UNKNOWN');
  // The mail was written in the reader's language, where its sender said so.
  const spoken = pageLocale(locale ?? profile.locale, headers['accept-language']);
  return { organizationId, mailId, recipient: to.recipient, organizationName: profile.name, locale: spoken };
}

function visitOf({ headers }: Visit, { log }: Pick<RawCall, 'log'>): PageVisit {
  const locale = async (): Promise<Locale> => await Promise.resolve(pageLocale(undefined, headers['accept-language']));
  return { accept: headers.accept, log, locale };
}

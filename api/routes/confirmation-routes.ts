import { z } from 'zod';

import { CatalogueError, type ErrorCode } from '../../domain/errors';
import { confirmationLinkObstacle } from '../../domain/lifecycle/confirmation-standing';
import type { LifecycleState, Locale } from '../../domain/lifecycle/state';
import { executeCommand } from '../commands';
import type { ApiDependencies } from '../dependencies';
import { pageAnswer, pageLocale } from '../page-answer';
import { askingPage, confirmedPage } from '../pages/confirmation-page';
import { browserRoute, type RawCall, type RenderedReply, type Route } from '../route';
import { confirmationHeaders, confirmationQuery } from '../schemas/confirmation-link';

const path = '/confirm-test-mail';
const request = z.object({ query: confirmationQuery, headers: confirmationHeaders });
const problems: readonly ErrorCode[] = [
  'CONFIRMATION_LINK_UNKNOWN',
  'CONFIRMATION_LINK_EXPIRED',
  'CONFIRMATION_LINK_USED',
  'CHECK_RUNNING',
  'CONFIRMATION_ATTEMPTS_EXCEEDED',
  'STORE_UNAVAILABLE',
];

type Visit = z.output<typeof request>;
type Call = Pick<RawCall, 'requestId' | 'log'>;

/** A link that leads to a draft which awaits exactly this confirmation. */
interface OpenLink {
  readonly organizationId: string;
  readonly revision: number;
  readonly run: number;
  readonly code: string;
  readonly profile: NonNullable<LifecycleState['profile']>;
  readonly host: string;
}

const askForConfirmation = browserRoute({
  method: 'get',
  path,
  operationId: 'askForConfirmation',
  tag: 'Mail server',
  summary: 'The page behind the link in a test mail',
  description: 'Asks for the confirmation and changes nothing, because mail scanners follow links.',
  request,
  response: { status: 200, description: 'A page with a button', contentTypes: ['text/html'], schema: null },
  problems,
  handle: async (visit, call, dependencies) =>
    await answerIn(visit, call, dependencies, async () => {
      const { profile, host } = await openLink(visit, dependencies);
      return askingPage(profile.locale, { host, organizationName: profile.name });
    }),
});

const confirmByLink = browserRoute({
  method: 'post',
  path,
  operationId: 'confirmTestMailByLink',
  tag: 'Mail server',
  summary: 'Confirm a test mail by the link in it, without a login',
  description: 'Whoever has the link has read the mail at the admin address. The link confirms as the code would.',
  request,
  response: { status: 200, description: 'A page that says so', contentTypes: ['text/html'], schema: null },
  problems: [...problems, 'WORKFLOW_UNAVAILABLE', 'NOT_AWAITING_CONFIRMATION', 'STALE_REVISION', 'FEATURE_LOCKED'],
  handle: async (visit, call, dependencies) =>
    await answerIn(visit, call, dependencies, async () => {
      const link = await openLink(visit, dependencies);
      await confirm(link, call, dependencies);
      return confirmedPage(link.profile.locale);
    }),
});

export const confirmationRoutes: readonly Route[] = [askForConfirmation, confirmByLink];

/** Throws CONFIRMATION_LINK_UNKNOWN, CONFIRMATION_LINK_EXPIRED, CONFIRMATION_LINK_USED, CHECK_RUNNING, STORE_UNAVAILABLE. */
async function openLink({ query: { token } }: Visit, dependencies: ApiDependencies): Promise<OpenLink> {
  const { confirmationLinks, lifecycles, clock } = dependencies;
  const reading = confirmationLinks.read(token, clock());
  if (reading.kind === 'unknown') throw new CatalogueError('CONFIRMATION_LINK_UNKNOWN');
  const state = await lifecycles.find(reading.organizationId);
  if (!state?.profile) throw new CatalogueError('CONFIRMATION_LINK_UNKNOWN');
  const obstacle = confirmationLinkObstacle(state, reading);
  if (obstacle !== null) throw new CatalogueError(obstacle);
  if (reading.kind === 'expired') throw new CatalogueError('CONFIRMATION_LINK_EXPIRED');
  return { ...reading, profile: state.profile, host: state.draft?.revision.settings.host ?? '' };
}

/** Nobody is logged in: who acts is whoever reads the mailbox that the test mail went to. */
async function confirm(link: OpenLink, { requestId }: Call, dependencies: ApiDependencies): Promise<void> {
  const { organizationId, revision, run, code, profile } = link;
  const identity = {
    subject: 'link-in-test-mail',
    roles: ['org-admin'],
    organizations: [organizationId],
    scopes: [],
    email: profile.adminAddress,
  } as const;
  const command = { organizationId, name: 'confirmTestMail', identity, requestId, expectedVersion: null } as const;
  const payload = { revision, code };
  const commandId = `link-in-test-mail-${revision}-${run}`;
  await executeCommand({ ...command, commandId, content: { revision, run }, payload }, dependencies);
}

async function answerIn(
  { query: { token }, headers }: Visit,
  { log }: Pick<RawCall, 'log'>,
  dependencies: ApiDependencies,
  render: () => Promise<string>,
): Promise<RenderedReply> {
  const locale = async (): Promise<Locale> => await localeOf(token, headers['accept-language'], dependencies);
  return await pageAnswer({ accept: headers.accept, log, locale }, render);
}

async function localeOf(token: string, accepted: string | undefined, dependencies: ApiDependencies): Promise<Locale> {
  const { confirmationLinks, lifecycles, clock } = dependencies;
  const reading = confirmationLinks.read(token, clock());
  const state = reading.kind === 'unknown' ? null : await lifecycles.find(reading.organizationId).catch(() => null);
  return pageLocale(state?.profile?.locale, accepted);
}

import { ApiProblem, bodyOf, createApiClient, type ApiClient, type components } from '../../client/index';
import { accessTokenFor, machineToken } from '../access-token';
import { DEMO_ORGANIZATION } from '../oidc/demo-users';
import type { Stack } from '../stack';
import { AskingObserver, InboxObserver, type Observer } from './observer';
import type { DemoOptions, GivenServer } from './options';
import type { Timeline } from './timeline';

export type MailServerView = components['schemas']['MailServer'];

/** A person or a machine at the API. */
export interface Player {
  readonly actor: string;
  readonly api: ApiClient;
}

/** Everyone who takes part, each with a token of their own. */
export interface Cast {
  readonly sales: Player;
  readonly admin: Player;
  /** Admin of the organization and reviewer at once: may not approve what they submitted. */
  readonly dual: Player;
  readonly reviewer: Player;
  readonly backend: Player;
}

/** Something did not happen as it must. */
export class DemoFailure extends Error {}

/** What all steps of the demo share. */
export interface DemoWorld {
  readonly options: DemoOptions;
  readonly cast: Cast;
  readonly organizationId: string;
  readonly server: GivenServer;
  readonly observer: Observer;
  readonly timeline: Timeline;
  /** When the demo began: what arrived before does not count. */
  readonly since: string;
  readonly messageIds: string[];
  readonly notices: { to: string; about: string }[];
}

export async function createWorld(stack: Stack, options: DemoOptions, timeline: Timeline): Promise<DemoWorld> {
  const { addresses, credentials } = stack;
  const { customerServer, inbox } = addresses;
  const inboxObserver = new InboxObserver(inbox);
  return {
    options,
    timeline,
    cast: await signIn(stack),
    organizationId: DEMO_ORGANIZATION,
    server: options.server ?? {
      host: customerServer.host,
      port: customerServer.startTlsPort,
      security: 'starttls',
      user: credentials.customer.name,
      password: credentials.customer.password,
    },
    observer: options.observe === 'ask' ? new AskingObserver(inboxObserver) : inboxObserver,
    since: new Date().toISOString(),
    messageIds: [],
    notices: [],
  };
}

async function signIn({ addresses, credentials }: Stack): Promise<Cast> {
  const { api, oidcIssuer } = addresses;
  const player = (actor: string, token: string): Player => ({
    actor,
    api: createApiClient({ baseUrl: api, token: () => token }),
  });
  const person = async (actor: string, email: string) => player(actor, await accessTokenFor(oidcIssuer, email));
  const { clientId, clientSecret } = credentials.backend;
  return {
    sales: await person('sales', 'sales@demo.example'),
    admin: await person('admin', 'admin@customer.example'),
    dual: await person('dual', 'dual@customer.example'),
    reviewer: await person('reviewer', 'reviewer@demo.example'),
    backend: player('backend', await machineToken(oidcIssuer, clientId, clientSecret)),
  };
}

/** The parameters of everything below the organization of the demo. */
export function ofOrganization({ organizationId }: DemoWorld): { path: { organizationId: string } } {
  return { path: { organizationId } };
}

/** The organization's three statuses, which every role may see. */
export async function statuses(world: DemoWorld) {
  const { api } = world.cast.sales;
  return await bodyOf(api.GET('/v1/organizations/{organizationId}', { params: ofOrganization(world) }));
}

export async function view(world: DemoWorld, { api }: Player = world.cast.reviewer): Promise<MailServerView> {
  return await bodyOf(api.GET('/v1/organizations/{organizationId}/mail-server', { params: ofOrganization(world) }));
}

/** Makes sure that a request is refused with this code, and says so. */
export async function expectRefusal(world: DemoWorld, code: string, request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== code) throw error;
    world.timeline.seen(`refused with ${error.status} ${code}`);
    return;
  }
  throw new DemoFailure(`The request should have been refused with ${code}`);
}

export function expectThat(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new DemoFailure(`Not as expected: ${what}`);
}

import { routes } from '../../api/route-table';
import type { Route } from '../../api/route';
import type { Role } from '../../domain/actor';
import { backendScopes, scopes } from '../../domain/scopes';
import { ApiUnderTest, type Answer } from '../support/api-under-test';
import { NamedSessions } from '../support/named-sessions';
import { absentResources, organizationWithEverything } from '../support/organization-with-everything';
import { routeSamples, type ResourceIds, type RouteSample } from '../support/route-samples';

/**
 * Every route that asks who is calling, against every kind of caller, by token and by session. What has to come out is read
 * from the route's declaration and from this table alone.
 */
interface Caller {
  readonly name: string;
  readonly role: Role | null;
  /** The claim of the organizations; undefined: the caller has none. */
  readonly organizations?: (organizationId: string) => readonly string[];
  readonly isStranger?: boolean;
}

const elsewhere = 'org-elsewhere';
const bound = (organizationId: string) => [organizationId];
const boundElsewhere = () => [elsewhere];
const boundToNone = () => [];

const callers: readonly Caller[] = [
  { name: 'somebody without a role', role: null },
  { name: 'the admin of the organization', role: 'org-admin', organizations: bound },
  { name: 'the admin of another organization', role: 'org-admin', organizations: boundElsewhere, isStranger: true },
  { name: 'an admin of no organization', role: 'org-admin', organizations: boundToNone, isStranger: true },
  { name: 'an admin whose token names no organizations', role: 'org-admin', isStranger: true },
  { name: 'a sender for all', role: 'sender' },
  { name: 'a sender of the organization', role: 'sender', organizations: bound },
  { name: 'a sender of another organization', role: 'sender', organizations: boundElsewhere, isStranger: true },
  { name: 'a sender of no organization', role: 'sender', organizations: boundToNone, isStranger: true },
  ...(['sales', 'reviewer', 'ops'] as const).flatMap((role): Caller[] => [
    { name: role, role },
    { name: `${role} that is named with another organization`, role, organizations: boundElsewhere },
  ]),
];

type Way = 'token' | 'session';
type Standing = 'served' | 'refused' | 'hidden';

/** Tokens tell callers apart; a session leads to the same place behind them, so that one of each standing is enough. */
function callersOf(route: Route, way: Way, wanted: Standing): readonly Caller[] {
  const found = callers.filter((caller) => standing(route, caller) === wanted);
  return way === 'token' ? found : found.slice(0, 1);
}

const sessions = new NamedSessions();
let api: ApiUnderTest;
let lastOrganization = 0;
let lastAddress = 0;

beforeAll(async () => {
  // Wrong tokens count for the address that they come from.
  api = await ApiUnderTest.start({ trustedProxies: ['loopback'] }, { sessions });
  await organizationWithEverything(api, elsewhere, 'live');
});

afterAll(() => api.stop());

const guarded = routes.filter(({ audience }) => audience.kind === 'roles');

const closed = routes.filter(({ audience }) => audience.kind !== 'public');

function sampleOf({ operationId, audience }: Route, organizationId: string): RouteSample {
  if (audience.kind === 'signed-in') return {};
  const sample = routeSamples(organizationId)[operationId];
  if (!sample) throw new Error(`${operationId} has no sample: say in test/support/route-samples.ts how it is called`);
  return sample;
}

function standing({ audience }: Route, { role, isStranger = false }: Caller): Standing {
  if (audience.kind !== 'roles') throw new Error('Only routes that ask for a role');
  if (role === null || !audience.roles.includes(role)) return 'refused';
  const isAboutOne = ['path', 'body', 'resource'].includes(audience.organization);
  return isStranger && isAboutOne ? 'hidden' : 'served';
}

async function credentials(caller: Caller, organizationId: string, way: Way): Promise<Record<string, string>> {
  // The claim of the review that the stage `claimed` has; a stream counts for its subject.
  const subject = caller.role === 'reviewer' ? 'the-reviewer' : `${caller.name} ${organizationId}`;
  const roles = caller.role === null ? [] : [caller.role];
  const organizations = caller.organizations?.(organizationId);
  if (way === 'token') {
    const token = await api.issuer.token({ subject, roles, ...(organizations ? { organizations } : {}) });
    return { authorization: `Bearer ${token}` };
  }
  const key = Buffer.from(subject).toString('base64url');
  sessions.logIn(key, {
    subject,
    roles,
    organizations: organizations ?? null,
    scopes: caller.role === 'sender' ? backendScopes : [],
  });
  return { cookie: `__Host-session=${key}`, origin: 'https://api.test.example' };
}

/** The route's request about an organization and its resources. */
async function call(
  route: Route,
  about: { readonly organizationId: string; readonly resources: ResourceIds },
  headers: Record<string, string>,
): Promise<Answer> {
  const sample = sampleOf(route, about.organizationId);
  const values: Record<string, string> = { organizationId: about.organizationId, ...about.resources };
  const path = route.path.replaceAll(/:(\w+)/g, (_place, name: string) => values[name] ?? 'unnamed');
  const { body, rawBody } = sample;
  const given = { ...(body === undefined ? {} : { body }), ...(rawBody === undefined ? {} : { rawBody }) };
  const options = { ...given, headers: { ...sample.headers, ...headers, 'x-forwarded-for': anotherAddress() } };
  const address = `${path}${sample.query ?? ''}`;
  const isEndless = route.response.contentTypes.includes('text/event-stream');
  return isEndless
    ? api.beginning(address, options.headers)
    : api.request(route.method.toUpperCase(), address, options);
}

function anotherAddress(): string {
  lastAddress += 1;
  return `2001:db8:${lastAddress.toString(16)}::1`;
}

/** The code of the problem, also of one within a batch. */
function codeOf({ body }: Answer): unknown {
  const [result] = Array.isArray(body['results']) ? (body['results'] as { problem: { code: string } | null }[]) : [];
  return result?.problem?.code ?? body['code'];
}

async function freshOrganization(route: Route) {
  lastOrganization += 1;
  const organizationId = `org-${String(lastOrganization).padStart(6, '0')}`;
  const { stage = 'live' } = sampleOf(route, organizationId);
  return { organizationId, resources: await organizationWithEverything(api, organizationId, stage) };
}

/** What differs from answer to answer, whatever was asked for. */
const incidental = new Set(['instance', 'requestId', 'idempotencyKey', 'date', 'x-request-id', 'content-length']);

/** As much of an answer as a caller could tell two of them apart by, but for what was asked for. */
function visible({ status, headers, body }: Answer): unknown {
  const comparable = { status, headers: Object.fromEntries(headers), body };
  return JSON.parse(JSON.stringify(comparable, (name, value: unknown) => (incidental.has(name) ? undefined : value)));
}

describe.each(['token', 'session'] as const)('every route, called by %s', (way) => {
  it.each(guarded.map((route) => [route.operationId, route] as const))(
    '%s serves whom it declares',
    async (_, route) => {
      for (const caller of callersOf(route, way, 'served')) {
        const about = await freshOrganization(route);
        const answer = await call(route, about, await credentials(caller, about.organizationId, way));
        const { conflict } = sampleOf(route, about.organizationId);
        const expected = conflict === undefined ? { status: route.response.status } : { code: conflict };
        expect({ caller: caller.name, status: answer.status, code: codeOf(answer) }).toMatchObject({
          caller: caller.name,
          ...expected,
        });
        const isBound = caller.role === 'org-admin' || caller.organizations === bound;
        if (isBound) expect(answer.text).not.toContain(elsewhere);
      }
    },
  );

  it.each(guarded.map((route) => [route.operationId, route] as const))('%s serves nobody else', async (_, route) => {
    const existing = await freshOrganization(route);
    const before = await api.lifecycle.state(existing.organizationId);
    const missing = {
      organizationId: 'org-missing'.slice(0, existing.organizationId.length),
      resources: absentResources,
    };
    for (const caller of [...callersOf(route, way, 'refused'), ...callersOf(route, way, 'hidden')]) {
      const headers = await credentials(caller, existing.organizationId, way);
      const isHidden = standing(route, caller) === 'hidden';
      const isResource = route.audience.kind === 'roles' && route.audience.organization === 'resource';
      const hiddenCode = isResource ? 'NOT_FOUND' : 'ORGANIZATION_UNKNOWN';
      const answer = await call(route, existing, headers);
      const code = isHidden ? hiddenCode : 'FORBIDDEN';
      expect({ caller: caller.name, code: codeOf(answer) }).toEqual({ caller: caller.name, code });
      // Whether the organization exists is nothing that they can find out.
      expect(visible(answer)).toEqual(visible(await call(route, missing, headers)));
    }
    expect(await api.lifecycle.state(existing.organizationId)).toEqual(before);
  });

  it.each(closed.map((route) => [route.operationId, route] as const))('%s serves no stranger', async (_, route) => {
    const about = { organizationId: elsewhere, resources: absentResources };
    const wrong = way === 'token' ? { authorization: 'Bearer made.up.token' } : { cookie: '__Host-session=made-up' };
    for (const headers of [{}, { ...wrong, origin: 'https://api.test.example' }]) {
      const answer = await call(route, about, headers);
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    }
  });
});

describe('a session', () => {
  const writing = guarded.filter(({ method }) => method !== 'get');

  it.each(writing.map((route) => [route.operationId, route] as const))(
    '%s acts for no other site',
    async (_, route) => {
      const caller: Caller = { name: 'ops', role: 'ops' };
      const { origin: _own, ...headers } = await credentials(caller, elsewhere, 'session');
      const about = { organizationId: elsewhere, resources: absentResources };
      for (const foreign of [{}, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const answer = await call(route, about, { ...headers, ...foreign });
        expect(answer).toMatchObject({ status: 403, body: { code: 'CROSS_SITE_REFUSED' } });
      }
    },
  );
});

describe('a token that names scopes', () => {
  it.each(guarded.map((route) => [route.operationId, route] as const))(
    '%s takes one, and no other',
    async (_, route) => {
      const { audience, response } = route;
      if (audience.kind !== 'roles') throw new Error('Only routes that ask for a role');
      const others = scopes.filter((scope) => scope !== audience.scope);
      const role = audience.roles.includes('sender') ? 'sender' : audience.roles[0];
      const about = await freshOrganization(route);
      const holder = {
        subject: role === 'reviewer' ? 'the-reviewer' : `machine ${about.organizationId}`,
        roles: role ? [role] : [],
        organizations: [about.organizationId],
      };
      const given = async (named: readonly string[]) => ({
        authorization: `Bearer ${await api.issuer.token({ ...holder, scopes: named })}`,
      });
      for (const named of role === 'sender' ? [others, []] : [others]) {
        const refused = await call(route, about, await given(named));
        expect(refused).toMatchObject({ status: 403, body: { code: 'INSUFFICIENT_SCOPE' } });
        expect(refused.headers.get('www-authenticate')).toBe(
          `Bearer realm="mail-server-approval", error="insufficient_scope", scope="${audience.scope}"`,
        );
        const absent = { organizationId: 'org-missin', resources: absentResources };
        expect(visible(await call(route, absent, await given(named)))).toEqual(visible(refused));
      }
      const { conflict } = sampleOf(route, about.organizationId);
      const served = await call(route, about, await given([audience.scope]));
      if (conflict === undefined) expect(served.status).toBe(response.status);
      else expect(codeOf(served)).toBe(conflict);
    },
  );

  it('is of no use for a role that its holder does not have', async () => {
    const token = await api.issuer.token({ subject: 'machine', roles: ['sender'], scopes });
    const answer = await api.get('/v1/audit/export', { token });
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  it('tells its holder what it is good for', async () => {
    const token = await api.issuer.token({
      subject: 'machine',
      roles: ['sender'],
      scopes: ['messages:send', 'openid'],
    });
    expect((await api.get('/v1/me', { token })).body).toMatchObject({ scopes: ['messages:send'] });
  });
});

describe('the scopes', () => {
  const taken = guarded.flatMap(({ audience }) => (audience.kind === 'roles' ? [audience] : []));

  it('are all taken by some route', () => {
    expect([...new Set(taken.map(({ scope }) => scope))].toSorted()).toEqual([...scopes].toSorted());
  });

  it('of a backend are exactly those that the routes for senders take', () => {
    const needed = taken.filter(({ roles }) => roles.includes('sender')).map(({ scope }) => scope);
    expect([...new Set(needed)].toSorted()).toEqual([...backendScopes].toSorted());
  });
});

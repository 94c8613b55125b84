import fc from 'fast-check';

import { routes } from '../../api/route-table';
import type { Route } from '../../api/route';
import { ApiUnderTest, type Answer } from '../support/api-under-test';
import { organizationWithEverything } from '../support/organization-with-everything';
import { routeSamples, type ResourceIds } from '../support/route-samples';

const organizationId = 'org-1';
let api: ApiUnderTest;
let resources: ResourceIds;

beforeAll(async () => {
  api = await ApiUnderTest.start({ trustedProxies: ['loopback'] });
  resources = await organizationWithEverything(api, organizationId, 'live');
});

afterAll(() => api.stop());

/** What injectors send in place of a text, a number or a list. */
const operators: readonly unknown[] = [
  { $ne: null },
  { $gt: '' },
  { $where: 'sleep(1000)' },
  { $regex: '(a+)+$', $options: 'i' },
  { $expr: { $function: { body: 'return true', args: [], lang: 'js' } } },
  [{ $ne: 1 }],
  { toString: 'x', valueOf: 1 },
  { length: 1e9 },
];

const guarded = routes.filter(({ audience, response }) => {
  const isStream = response.contentTypes.includes('text/event-stream');
  return audience.kind === 'roles' && !isStream;
});
const writing = guarded.filter(
  ({ operationId, bodyFormat }) =>
    routeSamples(organizationId)[operationId]?.body !== undefined && bodyFormat?.mediaTypes === undefined,
);

async function call(route: Route, change: { rawBody?: string; query?: string; path?: string }): Promise<Answer> {
  const sample = routeSamples(organizationId)[route.operationId] ?? {};
  const role = route.audience.kind === 'roles' ? route.audience.roles[0] : undefined;
  const values: Record<string, string> = { organizationId, ...resources };
  const path = route.path.replaceAll(/:(\w+)/g, (_place, name: string) => change.path ?? values[name] ?? 'x');
  const { rawBody } = change;
  return api.request(route.method.toUpperCase(), `${path}${change.query ?? sample.query ?? ''}`, {
    ...(role ? { as: role } : {}),
    headers: { ...sample.headers, 'content-type': 'application/json' },
    ...(rawBody === undefined ? {} : { rawBody }),
  });
}

const bodyOf = ({ operationId }: Route) => routeSamples(organizationId)[operationId]?.body as Record<string, unknown>;

/** The body with one of its fields replaced, as deep as it lies. */
function withReplaced(value: unknown, replacement: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    Array.isArray(value) ? [replacement] : { ...value, [name]: replacement },
    ...withReplaced(inner, replacement).map((changed) =>
      Array.isArray(value) ? [changed] : { ...value, [name]: changed },
    ),
  ]);
}

const isRefused = ({ status }: Answer): boolean => status >= 400 && status < 500;

/** Whether it was refused, or one of the entries of a batch was. */
function refusedSomewhere(answer: Answer): boolean {
  const results = answer.body['results'];
  const problems = Array.isArray(results) ? (results as { problem: unknown }[]).map(({ problem }) => problem) : [];
  return isRefused(answer) || problems.some((problem) => problem !== null);
}

describe('hostile bodies', () => {
  it.each(writing.map((route) => [route.operationId, route] as const))(
    '%s takes no operator in place of any field',
    async (_, route) => {
      const before = await api.lifecycle.state(organizationId);
      for (const operator of operators) {
        for (const body of withReplaced(bodyOf(route), operator)) {
          const answer = await call(route, { rawBody: JSON.stringify(body) });
          expect({ body, refused: refusedSomewhere(answer), status: answer.status }).toMatchObject({ refused: true });
        }
      }
      expect(await api.lifecycle.state(organizationId)).toEqual(before);
    },
  );

  it.each(writing.map((route) => [route.operationId, route] as const))(
    '%s lets no field reach a prototype',
    async (_, route) => {
      const inner = JSON.stringify(bodyOf(route)).slice(1, -1);
      for (const poison of ['"__proto__":{"isAdmin":true}', '"constructor":{"prototype":{"isAdmin":true}}']) {
        const answer = await call(route, { rawBody: `{${inner},${poison}}` });
        expect(isRefused(answer)).toBe(true);
      }
      expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    },
  );

  it.each(writing.map((route) => [route.operationId, route] as const))(
    '%s survives lists without end and nesting without end',
    async (_, route) => {
      const list = Array.from({ length: 20_000 }, () => 1);
      const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
      const [field = 'x'] = Object.keys(bodyOf(route));
      const bodies = [JSON.stringify(list), `{"${field}":${JSON.stringify(list)}}`, deep, `{"${field}":${deep}}`];
      for (const rawBody of bodies) expect(refusedSomewhere(await call(route, { rawBody }))).toBe(true);
    },
  );

  it('of any shape whatever are refused or taken, and never break anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writing), fc.json({ maxDepth: 4 }), async (route, rawBody) => {
        const { status, body } = await call(route, { rawBody });
        expect({ operation: route.operationId, rawBody, code: body['code'], isOurs: status >= 500 }).toMatchObject({
          isOurs: false,
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('hostile addresses', () => {
  const reading = guarded.filter(({ method }) => method === 'get');
  const queries = ['?limit[$gt]=1', '?cursor[$ne]=', '?__proto__[isAdmin]=1', '?state[$in][]=held', '?a=%00', '?%'];

  it.each(reading.map((route) => [route.operationId, route] as const))(
    '%s takes no operator in its query',
    async (_, route) => {
      for (const query of queries) {
        const answer = await call(route, { query });
        expect({ query, status: answer.status, refused: isRefused(answer) }).toMatchObject({ refused: true });
      }
      expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    },
  );

  const placed = guarded.filter(({ path }) => path.includes(':'));

  it.each(placed.map((route) => [route.operationId, route] as const))(
    '%s takes no operator in its path',
    async (_, route) => {
      for (const path of ['%7B%22%24ne%22%3A1%7D', '%00', '..%2F..%2Fetc', '__proto__', 'a'.repeat(3_000)]) {
        expect({ path, refused: isRefused(await call(route, { path })) }).toEqual({ path, refused: true });
      }
    },
  );
});

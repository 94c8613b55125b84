import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { OperationExample } from '../../api/openapi-examples';
import type { Route } from '../../api/route';
import { routes } from '../../api/route-table';
import { ApiUnderTest, type Answer } from '../support/api-under-test';
import { NoDashboardSessions } from '../support/fakes/no-dashboard-sessions';
import { organizationWithEverything } from '../support/organization-with-everything';
import { routeSamples, type ResourceIds, type RouteSample } from '../support/route-samples';

const file = join(__dirname, '../../api/operation-examples.json');
const organizationId = 'org-4711';

/** Where the store of the tests has nothing to do it to: what answers with the same. */
const likewise: Readonly<Record<string, string>> = {
  cancelMessage: 'getMessage',
  resolveHeldMessage: 'getMessage',
  resendMessage: 'getMessage',
  reviveLifecycle: 'changeTerms',
};

/** Somebody has just been logged out; the logins themselves have no answers in JSON. */
class LoggedOut extends NoDashboardSessions {
  override readonly end = async () => Promise.resolve('https://login.example/session/end');
}

/** `npm run record:examples`: asks the API everything that it answers in JSON, and keeps what was said. */
async function recordExamples(): Promise<void> {
  const examples: Record<string, OperationExample> = {};
  for (const route of routes) {
    const example = await exampleOf(route);
    if (Object.keys(example).length > 0) examples[route.operationId] = example;
  }
  for (const [operationId, other] of Object.entries(likewise)) {
    examples[operationId] = { ...examples[operationId], response: examples[other]?.response };
  }
  const text = JSON.stringify(settled(examples), undefined, 2);
  await writeFile(file, `${text}\n`);
  process.stdout.write(`${Object.keys(examples).length} operations have an example in ${file}\n`);
}

async function exampleOf(route: Route): Promise<OperationExample> {
  const sample = routeSamples(organizationId)[route.operationId] ?? {};
  const request = sample.body === undefined ? {} : { request: sample.body };
  const isJson = route.response.schema !== null && route.response.contentTypes.includes('application/json');
  if (!isJson || sample.conflict !== undefined) return request;
  const answer = await asked(route, sample);
  if (answer.status === route.response.status) return { ...request, response: answer.body };
  throw new Error(`${route.operationId} was answered with ${answer.status}: ${answer.text}`);
}

/** Each asks an API of its own, so that nothing is left over from the one before. */
async function asked(route: Route, sample: RouteSample): Promise<Answer> {
  const api = await ApiUnderTest.start({}, { sessions: new LoggedOut() });
  try {
    const resources = await organizationWithEverything(api, organizationId, sample.stage ?? 'live');
    return await ask(api, route, sample, resources);
  } finally {
    await api.stop();
  }
}

async function ask(api: ApiUnderTest, route: Route, sample: RouteSample, resources: ResourceIds): Promise<Answer> {
  const values: Record<string, string> = { organizationId, ...resources };
  const path = route.path.replaceAll(/:(\w+)/g, (_place, name: string) => values[name] ?? 'unnamed');
  const { body, rawBody, headers, query = '' } = sample;
  const { audience } = route;
  const roles = audience.kind === 'roles' ? audience.roles.slice(0, 1) : ['ops'];
  const subject = roles[0] === 'reviewer' ? 'the-reviewer' : 'somebody';
  const organizations = roles[0] === 'org-admin' ? { organizations: [organizationId] } : {};
  const token = audience.kind === 'public' ? null : await api.issuer.token({ subject, roles, ...organizations });
  const content = { ...(body === undefined ? {} : { body }), ...(rawBody === undefined ? {} : { rawBody }) };
  return api.request(route.method.toUpperCase(), path + query, { token, ...content, ...(headers ? { headers } : {}) });
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const firstDay = Date.parse('2026-11-02T09:30:00.000Z');
const minuteMs = 60_000;

/** What differs from run to run is counted instead, so that a record shows what has changed and nothing else. */
function settled(value: unknown): unknown {
  const ids = new Map<string, string>();
  const moments = new Map<string, string>();
  return JSON.parse(
    JSON.stringify(value, (_name, each: unknown) => {
      if (typeof each !== 'string') return each;
      if (moment.test(each)) return counted(moments, each, (count) => momentNumbered(count));
      return each.replaceAll(uuid, (id) => counted(ids, id, (count) => idNumbered(count)));
    }),
  );
}

function counted(known: Map<string, string>, value: string, make: (count: number) => string): string {
  const name = known.get(value) ?? make(known.size);
  known.set(value, name);
  return name;
}

function momentNumbered(count: number): string {
  return new Date(firstDay + count * minuteMs).toISOString();
}

function idNumbered(count: number): string {
  return `5f0c6f5e-6f0a-4a6e-9d64-${String(count + 1).padStart(12, '0')}`;
}

recordExamples().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);

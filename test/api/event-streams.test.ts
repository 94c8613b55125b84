import { randomUUID } from 'node:crypto';

import { MongoCheckProgressLog } from '../../adapters/mongo/mongo-check-progress-log';
import { MongoEventFeed } from '../../adapters/mongo/mongo-event-feed';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { MongoMailDesk } from '../../adapters/mongo/mongo-mail-desk';
import { MongoOutbox } from '../../adapters/mongo/mongo-outbox';
import {
  createApiClient,
  followLifecycles,
  followOrganization,
  type OrganizationStreamEvent,
} from '../../client/index';
import type { Role } from '../../domain/actor';
import type { CheckResult } from '../../domain/check-report';
import { attempt, newMail } from '../adapters/mongo/outbox-fixtures';
import { openTestMongo, testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { eventually } from '../support/eventually';
import { OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}/events`;

let mongo: TestMongo;
let api: ApiUnderTest;
let steps: OrganizationSteps;
let published: number;
let readers: AbortController;

beforeEach(async () => {
  mongo = await openTestMongo();
  api = await ApiUnderTest.start({}, { events: new MongoEventFeed(mongo.connection) });
  steps = new OrganizationSteps(api);
  published = 0;
  readers = new AbortController();
  await steps.unlocked();
  await publish();
});

afterEach(async () => {
  readers.abort();
  await api.stop();
  await mongo.close();
});

/** Waits until an expectation holds. */
async function soon(expectation: () => void | Promise<void>, withinMs = 20_000): Promise<void> {
  await eventually('the expectation', async () => (await expectation(), true), withinMs);
}

/** Writes to the database what the worker would have written by now. */
async function publish(organizationId = ownOrganization): Promise<void> {
  const state = await api.lifecycle.find(organizationId);
  const trail = await api.lifecycle.auditTrail(organizationId, { limit: 100 });
  const entries = trail.toReversed().filter(({ sequence }) => sequence > published);
  if (organizationId === ownOrganization) published = state?.version ?? 0;
  await new MongoLifecycleProjector(mongo.connection, testSeal).save(state!, entries);
}

async function open(as: Role, lastEventId?: string, at = path) {
  return await openWith(await api.tokenFor(as), lastEventId, at);
}

/** A raw stream, as text, with its blocks as they come. */
async function openWith(token: string, lastEventId?: string, at = path) {
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) };
  const leave = new AbortController();
  const signal = AbortSignal.any([leave.signal, readers.signal]);
  const response = await fetch(api.url + at, { headers, signal });
  const seen: { text: string; isEnded: boolean } = { text: '', isEnded: false };
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) seen.text += decoder.decode(chunk, { stream: true });
  })();
  void reading.catch(() => undefined).finally(() => (seen.isEnded = true));
  const events = () => seen.text.split('\n\n').flatMap((block) => blockOf(block) ?? []);
  return { response, seen, events, leave: () => leave.abort() };
}

function blockOf(block: string) {
  const [, id = null] = /^id: (.*)$/m.exec(block) ?? [];
  const [, event] = /^event: (.*)$/m.exec(block) ?? [];
  const [, data] = /^data: (.*)$/m.exec(block) ?? [];
  return event && data ? { id, event, data: JSON.parse(data) as Record<string, unknown> } : null;
}

const kinds = (stream: Awaited<ReturnType<typeof open>>) =>
  stream.events().map(({ event, data }) => [event, data['event'] ?? data['state'] ?? data['stage']].join(' '));

const passed = (id: CheckResult['stage'], code: CheckResult['code'], facts = {}): CheckResult => ({
  id,
  stage: id,
  verdict: 'pass',
  code,
  facts,
  durationMs: 7,
});
const run = { organizationId: ownOrganization, purpose: 'draft', revision: 1, run: 1 } as const;

describe('the stream of an organization', () => {
  it('says where it begins, and is kept by nobody on the way', async () => {
    const stream = await open('org-admin');
    await soon(() => expect(kinds(stream)).toEqual(['ready ']));
    expect(stream.seen.text).toMatch(/^retry: 2000\nid: 2~0\.~0\.\nevent: ready\ndata: {}\n\n/);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^text\/event-stream/),
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(stream.response.headers.get('content-encoding')).toBeNull();
  });

  it('tells decisions, the progress of a check stage by stage, and what becomes of mails', async () => {
    const stream = await open('org-admin');
    await soon(() => expect(stream.events()).toHaveLength(1));
    await steps.submit();
    await publish();
    await soon(() => expect(kinds(stream)).toContain('lifecycle submitSettings'));
    const progress = new MongoCheckProgressLog(mongo.connection);
    await progress.entered(run, 'dns');
    await soon(() => expect(kinds(stream)).toContain('check dns'));
    await progress.found(run, 'resolution', [passed('egress', 'EGRESS_ALLOWED'), passed('dns', 'DNS_RESOLVED')]);
    await progress.entered(run, 'auth');
    await soon(() => expect(kinds(stream)).toContain('check auth'));
    await progress.finished(run);
    await soon(() =>
      expect(stream.events().at(-1)).toMatchObject({
        event: 'check',
        data: {
          reportId: 'draft-1-1',
          finished: true,
          results: [{ code: 'EGRESS_ALLOWED' }, { code: 'DNS_RESOLVED' }],
        },
      }),
    );
    const outbox = new MongoOutbox(mongo.connection);
    const mail = newMail({ organizationId: ownOrganization });
    await outbox.accept(mail);
    await attempt(outbox, ownOrganization, 'deferred', 1, mail.expiresAt);
    await soon(() => expect(kinds(stream)).toContain('message deferred'));
    await new MongoMailDesk(mongo.connection).cancel(mail.id, new Date().toISOString());
    await soon(() =>
      expect(stream.events().at(-1)).toMatchObject({ event: 'message', data: { id: mail.id, state: 'cancelled' } }),
    );
  });

  it('goes on where its reader was, without loss and without anything twice', async () => {
    const outbox = new MongoOutbox(mongo.connection);
    const sent = async (count: number): Promise<string[]> => {
      const mails = Array.from({ length: count }, () => newMail({ organizationId: ownOrganization }));
      for (const mail of mails) await outbox.accept(mail);
      for (const _ of mails) await attempt(outbox, ownOrganization, 'sent', 1);
      return mails.map(({ id }) => id);
    };
    const seen: string[] = [];
    const keep = (stream: Awaited<ReturnType<typeof open>>): string | undefined => {
      const messages = stream.events().filter(({ event }) => event === 'message');
      seen.push(...messages.map(({ data }) => String(data['id'])));
      return stream.events().findLast(({ id }) => id !== null)?.id ?? undefined;
    };
    const expected: string[] = [];
    let place: string | undefined;
    for (const count of [3, 4, 2]) {
      const stream = await open('ops', place);
      const mails = [...(await sent(count))];
      expected.push(...mails);
      // Leaves in the middle: whatever came by then has come.
      await soon(() => expect(stream.events().some(({ event }) => event === 'message')).toBe(true));
      stream.leave();
      place = keep(stream) ?? place;
      expected.push(...(await sent(1)));
    }
    const last = await open('ops', place);
    const already = seen.length;
    await soon(() =>
      expect(last.events().filter(({ event }) => event === 'message')).toHaveLength(expected.length - already),
    );
    keep(last);
    expect(seen.toSorted()).toEqual(expected.toSorted());
  });

  it('is followed by the client through a process that ends', async () => {
    const client = createApiClient({ baseUrl: api.url, token: async () => api.tokenFor('ops') });
    const events: OrganizationStreamEvent[] = [];
    void (async () => {
      for await (const event of followOrganization(client, ownOrganization, { signal: readers.signal }))
        events.push(event);
    })();
    await soon(() => expect(events).toMatchObject([{ event: 'ready' }]));
    await steps.submit();
    await publish();
    await soon(() => expect(events.at(-1)).toMatchObject({ event: 'lifecycle', data: { event: 'submitSettings' } }));
    api.dropConnections();
    api.lifecycle.passChecks(ownOrganization);
    await publish();
    await soon(() => expect(events.at(-1)).toMatchObject({ data: { event: 'checkFinished' } }));
    expect(events.map(({ event }) => event)).toEqual(['ready', 'lifecycle', 'ready', 'lifecycle']);
  });

  it('shows each role what its reads show: no check to sales, no lifecycle to the product’s backend', async () => {
    const [sales, sender] = [await open('sales'), await open('sender')];
    await steps.submit();
    await publish();
    await new MongoCheckProgressLog(mongo.connection).entered(run, 'dns');
    const outbox = new MongoOutbox(mongo.connection);
    await outbox.accept(newMail({ organizationId: ownOrganization }));
    await attempt(outbox, ownOrganization, 'sent', 1);
    await soon(() => expect(kinds(sales)).toEqual(['ready ', 'lifecycle submitSettings']));
    await soon(() => expect(kinds(sender)).toEqual(['ready ', 'message sent']));
  });

  it('does not tell a customer how a server behaves before it greets', async () => {
    const [admin, reviewer] = [await open('org-admin'), await open('reviewer')];
    const progress = new MongoCheckProgressLog(mongo.connection);
    await progress.entered(run, 'greeting');
    await soon(() => expect(kinds(reviewer)).toContain('check greeting'));
    await soon(() => expect(kinds(admin)).toContain('check connect'));
    const refused: CheckResult = { ...passed('connect', 'CONNECTION_REFUSED'), verdict: 'fail' };
    await progress.found(run, 'session', [refused]);
    await soon(() => expect(reviewer.seen.text).toContain('CONNECTION_REFUSED'));
    await soon(() => expect(admin.seen.text).toContain('SERVER_UNREACHABLE'));
    expect(admin.seen.text).not.toContain('CONNECTION_REFUSED');
  });

  it('hides the mail server from its admin while it is locked', async () => {
    const stream = await open('org-admin');
    await api.post(`/v1/organizations/${ownOrganization}/mail-server/revoke`, {
      as: 'sales',
      body: { reason: 'ended' },
    });
    const profile = { name: 'Renamed Ltd', adminAddress: 'admin@customer.example', locale: 'en' };
    await api.put(`/v1/organizations/${ownOrganization}`, { as: 'sender', body: profile });
    await publish();
    const staff = await open('sales', '2~0.~0.');
    await soon(() => expect(kinds(staff)).toEqual(['ready ', 'lifecycle revoke', 'lifecycle register']));
    await soon(() => expect(kinds(stream)).toEqual(['ready ', 'lifecycle revoke']));
  });
});

describe('a stream that may not begin', () => {
  it('is refused with a problem: nobody, another organization, a wrong role, a place that nobody gave', async () => {
    expect(await api.get(path)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(await api.get('/v1/organizations/org-2/events', { as: 'org-admin' })).toMatchObject({
      status: 404,
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
    expect(await api.get('/v1/organizations/org-2/events', { as: 'ops' })).toMatchObject({ status: 404 });
    expect(await api.get('/v1/events', { as: 'org-admin' })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
    const headers = { 'last-event-id': '1~2~3' };
    expect(await api.get(path, { as: 'ops', headers })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it('is refused to a caller who reads as many as one may, until one of them ends', async () => {
    const [first] = [await open('ops'), await open('ops')];
    const refused = await api.get(path, { as: 'ops' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await open('sales')).response.status).toBe(200);
    first.leave();
    await soon(async () => expect((await open('ops')).response.status).toBe(200));
  });
});

describe('a stream whose right ends', () => {
  it('ends with the reason when the token has run out', async () => {
    const token = await api.issuer.token({ subject: randomUUID(), roles: ['ops'], expiresIn: 1 });
    const stream = await openWith(token);
    expect(stream.response.status).toBe(200);
    await soon(() => expect(stream.seen.isEnded).toBe(true), 40_000);
    expect(stream.events().at(-1)).toEqual({ id: null, event: 'end', data: { code: 'UNAUTHENTICATED' } });
  });

  it('ends when the process stops, and takes no new reader', async () => {
    const stream = await open('ops');
    await soon(() => expect(kinds(stream)).toEqual(['ready ']));
    api.streams.close();
    await soon(() => expect(stream.seen.isEnded).toBe(true));
    expect(await api.get(path, { as: 'ops' })).toMatchObject({ status: 429 });
  });
});

describe('the stream of all organizations', () => {
  it('tells reviewers what enters their queue and what leaves it, and goes on where they were', async () => {
    const first = await open('reviewer', undefined, '/v1/events');
    await soon(() => expect(first.events()).toHaveLength(1));
    await steps.submit();
    api.lifecycle.passChecks(ownOrganization);
    await steps.confirm();
    await publish();
    await soon(() => expect(first.events()).toHaveLength(2));
    const entered = first.events().at(-1);
    expect(entered).toMatchObject({
      event: 'organization',
      data: { organization: { organizationId: ownOrganization, draft: 'awaiting-review' }, review: { revision: 1 } },
    });
    first.leave();
    await steps.decide('approve');
    await publish();
    const next = await open('reviewer', entered?.id ?? '', '/v1/events');
    await soon(() =>
      expect(next.events().slice(1)).toMatchObject([{ data: { organization: { live: 'active' }, review: null } }]),
    );
  });

  it('shows sales no reviews', async () => {
    const client = createApiClient({ baseUrl: api.url, token: async () => api.tokenFor('sales') });
    const events = followLifecycles(client, { signal: readers.signal });
    expect((await events.next()).value).toMatchObject({ event: 'ready' });
    await steps.submit();
    api.lifecycle.passChecks(ownOrganization);
    await steps.confirm();
    await publish();
    expect((await events.next()).value).toMatchObject({
      data: { organization: { draft: 'awaiting-review' }, review: null },
    });
    await events.return(undefined);
  });
});

import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../../adapters/mongo/mongo-lifecycle-store';
import { passwordAuthentication } from '../../../domain/authentication';
import { publicTrust } from '../../../domain/server-trust';
import { plainEntry } from '../../../domain/audit-chain';
import type { AuditEntry } from '../../../domain/audit-entry';
import { initialState, statusesOf, type Draft, type LifecycleState } from '../../../domain/lifecycle/state';
import { after as stateAfter, command, people, way } from '../../support/lifecycle-builders';
import { openTestMongo, testSeal, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let store: MongoLifecycleStore;
let projector: MongoLifecycleProjector;
let organization = 0;

beforeAll(async () => {
  mongo = await openTestMongo();
  store = new MongoLifecycleStore(mongo.connection);
  projector = new MongoLifecycleProjector(mongo.connection, testSeal);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

function stateOf(organizationId: string, version: number, changes: Partial<LifecycleState> = {}): LifecycleState {
  return { ...initialState(organizationId), version, ...changes };
}

function entryOf(organizationId: string, sequence: number, changes: Partial<AuditEntry> = {}): AuditEntry {
  const statuses = statusesOf(initialState(organizationId));
  return {
    organizationId,
    sequence,
    at: '2026-11-23T10:00:00.000Z',
    actor: { kind: 'person', subject: 's-1', roles: ['sales'], email: 'sales@platform.example' },
    event: 'unlock',
    outcome: 'accepted',
    errorCode: null,
    revision: null,
    reason: null,
    before: statuses,
    after: { ...statuses, entitlement: 'unlocked' },
    changes: [{ field: 'preferences.branding', before: false, after: true }],
    causedBy: `command-${sequence}`,
    requestId: `request-${sequence}`,
    ...changes,
  };
}

function draftSince(since: string): Draft {
  const settings = {
    host: 'mail.acme.example',
    port: 587,
    security: 'starttls',
    user: 'acme',
    authentication: passwordAuthentication,
    trust: publicTrust,
    senderAddress: 'sign@acme.example',
    senderName: 'Acme',
  } as const;
  const submittedBy = { kind: 'person', subject: 'admin', roles: ['org-admin'] } as const;
  return {
    status: 'awaiting-review',
    revision: { number: 1, settings, credentialId: 'c-1', submittedBy, submittedAt: since },
    run: 1,
    check: null,
    wrongCodes: 0,
    since,
    reviewDueAt: null,
    claim: null,
    decision: null,
    plan: null,
    called: 'none',
    approvals: [],
    appealUntil: null,
    appeal: null,
  };
}

const trail = async (id: string): Promise<AuditEntry[]> => (await store.auditTrail(id, { limit: 10 })).map(plainEntry);

const newOrganization = (): string => `org-${String((organization += 1)).padStart(3, '0')}`;

describe('the projection', () => {
  it('shows the state as it was saved, empty parts included', async () => {
    const id = newOrganization();
    const state = stateOf(id, 1, {
      tasks: [{ kind: 'wake-dispatcher' }],
      draft: draftSince('2026-11-23T10:00:00.000Z'),
    });
    await projector.save(state, []);
    expect(await store.find(id)).toEqual(state);
    expect(await store.find('nobody')).toBeNull();
  });

  it('moves forward and never back', async () => {
    const id = newOrganization();
    await projector.save(stateOf(id, 2, { entitlement: 'unlocked' }), []);
    await projector.save(stateOf(id, 1), []);
    await projector.save(stateOf(id, 2), []);
    expect(await store.find(id)).toMatchObject({ version: 2, entitlement: 'unlocked' });
    await projector.save(stateOf(id, 3), []);
    expect(await store.find(id)).toMatchObject({ version: 3, entitlement: 'locked' });
  });

  it('ends at the newest version, however many writers race', async () => {
    const id = newOrganization();
    const versions = Array.from({ length: 50 }, (_value, index) => index + 1);
    await Promise.all(versions.toReversed().map((version) => projector.save(stateOf(id, version), [])));
    expect(await store.find(id)).toMatchObject({ version: 50 });
    expect(await mongo.raw.collection('organizations').countDocuments({ 'state.organizationId': id })).toBe(1);
  });

  it('lists organizations in pages, in the order of their ids', async () => {
    const all = await store.list({ limit: 1000 });
    const ids = all.map((state) => state.organizationId);
    expect(ids).toEqual(ids.toSorted());
    const first = await store.list({ limit: 2 });
    const rest = await store.list({ limit: 1000, after: { value: ids[1]!, id: ids[1]! } });
    expect([...first, ...rest]).toEqual(all);
  });

  it('lists only organizations whose server stands where it is asked for', async () => {
    const [suspended, active] = [newOrganization(), newOrganization()];
    const suspension = command('suspend', people.ops, { reason: 'Complaints' });
    const halted = stateAfter([...way.live, suspension]);
    await projector.save(stateOf(suspended, 1, { live: halted.live }), []);
    await projector.save(stateOf(active, 1, { live: stateAfter(way.live).live }), []);
    const found = await store.list({ limit: 1000 }, { live: 'suspended' });
    expect(found.map(({ organizationId }) => organizationId)).toContain(suspended);
    expect(new Set(found.map(({ live }) => live?.status))).toEqual(new Set(['suspended']));
    expect(await store.list({ limit: 1000 }, { live: 'suspended', draft: 'checking' })).toEqual([]);
  });

  it('queues drafts that await review, the longest waiting first', async () => {
    const [late, early, checking] = [newOrganization(), newOrganization(), newOrganization()];
    const waiting = draftSince('2026-11-02T00:00:00.000Z');
    await projector.save(stateOf(late, 1, { draft: waiting }), []);
    await projector.save(stateOf(early, 1, { draft: draftSince('2026-11-01T00:00:00.000Z') }), []);
    await projector.save(stateOf(checking, 1, { draft: { ...waiting, status: 'checking' } }), []);
    const queueOf = async (limit: number) => (await store.reviewQueue({ limit })).map((state) => state.organizationId);
    const queue = await queueOf(100);
    expect(queue.slice(0, 2)).toEqual([early, late]);
    expect(queue).not.toContain(checking);
    await projector.save(stateOf(early, 2, { draft: null }), []);
    expect(await queueOf(1)).toEqual([late]);
  });

  it('finds organizations by what is in their name, id, server or sender, whatever its case and accents', async () => {
    const [one, other] = [newOrganization(), newOrganization()];
    const named = { name: 'Gebrüder Öztürk & Söhne (Straßenbau)', adminAddress: 'a@x.example', locale: 'de' } as const;
    await projector.save(stateOf(one, 1, { profile: named, draft: draftSince('2026-11-02T00:00:00.000Z') }), []);
    await projector.save(stateOf(other, 1), []);
    const found = async (text: string) =>
      (await store.list({ limit: 10 }, { text })).map((state) => state.organizationId);
    for (const text of ['ozturk', 'SÖHNE', '(strass', one.toUpperCase(), 'acme.example']) {
      expect(await found(text)).toContain(one);
      expect(await found(text)).not.toContain(other);
    }
    for (const text of ['.*', 'ö.türk', 'a@x.example', '\\']) expect(await found(text)).toEqual([]);
  });
});

describe('the audit trail', () => {
  it('holds each entry once and as it was written, newest first, in pages', async () => {
    const id = newOrganization();
    const system = { kind: 'system', part: 'timer' } as const;
    const entries = [
      entryOf(id, 1),
      entryOf(id, 2, { actor: system, event: 'waitExpired' }),
      entryOf(id, 3, { outcome: 'refused', errorCode: 'STALE_REVISION', revision: 2, reason: 'too late' }),
    ];
    await projector.save(stateOf(id, 3), entries);
    await projector.save(stateOf(id, 3), entries);
    expect(await trail(id)).toEqual(entries.toReversed());
    expect(await store.auditTrail(id, { limit: 1, after: { value: 3, id: '' } })).toEqual([
      expect.objectContaining(entries[1]!),
    ]);
    expect(await store.auditTrail('nobody', { limit: 10 })).toEqual([]);
  });

  it('takes an entry once from many writers at the same time', async () => {
    const id = newOrganization();
    await Promise.all(Array.from({ length: 20 }, () => projector.save(stateOf(id, 1), [entryOf(id, 1)])));
    expect(await store.auditTrail(id, { limit: 10 })).toHaveLength(1);
  });

  it('refuses to pass over another event in the place of an entry, and leaves the projection alone', async () => {
    const id = newOrganization();
    await projector.save(stateOf(id, 1), [entryOf(id, 1)]);
    const other = entryOf(id, 1, { event: 'revoke', causedBy: 'another command' });
    await expect(projector.save(stateOf(id, 2), [other])).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await store.find(id)).toMatchObject({ version: 1 });
  });

  it('has no place for a field that the schema does not name', async () => {
    const id = newOrganization();
    const odd = { ...entryOf(id, 1), password: 'hunter2' } as AuditEntry;
    await projector.save(stateOf(id, 1), [odd]);
    const kept = await mongo.raw.collection('audit_entries').findOne({ organizationId: id });
    expect(kept).toMatchObject({ sequence: 1 });
    expect(JSON.stringify(kept)).not.toContain('hunter2');
  });
});

describe('an audit entry that does not fit the trail', () => {
  const person = { kind: 'person', subject: 's-1', roles: ['ops'] };

  it.each<[string, object]>([
    ['an actor that is a text', { actor: 'ops' }],
    ['an actor that is a list', { actor: [person] }],
    ['no actor', { actor: undefined }],
    ['null for an actor', { actor: null }],
    ['an actor of another kind', { actor: { kind: 'robot' } }],
    ['a field that actors do not have', { actor: { ...person, password: 'p' } }],
    ['unknown roles', { actor: { ...person, roles: ['root'] } }],
    ['roles that are an object', { actor: { ...person, roles: { $ne: null } } }],
    ['a subject that is an object', { actor: { ...person, subject: { $gt: '' } } }],
    ['a revision that is no number', { revision: 'latest' }],
    ['a revision that is an object', { revision: { $inc: 1 } }],
    ['a reason that is an object', { reason: { text: 'because' } }],
    ['no event', { event: '' }],
    ['an event that is an object', { event: { name: 'x' } }],
    ['an unknown outcome', { outcome: 'perhaps' }],
    ['a cause that is a list', { causedBy: [{}] }],
    ['statuses that are none', { before: 'locked', after: { entitlement: 'ajar' } }],
    ['a field that entries do not have', { extra: { a: 1 } }],
  ])('is kept without its content, and the projection moves on: %s', async (_name, changes) => {
    const id = newOrganization();
    const state = stateOf(id, 2, { entitlement: 'unlocked' });
    const malformed = { ...entryOf(id, 2), ...changes } as unknown as AuditEntry;
    const entries = [entryOf(id, 1), malformed];
    await projector.save(state, entries);
    await projector.save(state, entries);
    expect(await store.find(id)).toEqual(state);
    const [kept, ...others] = await store.auditTrail(id, { limit: 5 });
    expect(others.map(plainEntry)).toEqual([entryOf(id, 1)]);
    expect(kept).toMatchObject({
      organizationId: id,
      sequence: 2,
      at: entryOf(id, 2).at,
      actor: { kind: 'system', part: 'signal' },
      reason: 'The event was malformed; what it said is left out',
      after: { entitlement: 'unlocked' },
    });
    const { event, outcome, causedBy } = { ...entryOf(id, 2), ...changes } as AuditEntry;
    expect(kept?.event).toBe(event === 'unlock' ? 'unlock' : 'unknown');
    expect(kept?.outcome).toBe(outcome === 'accepted' ? 'accepted' : 'refused');
    expect(kept?.causedBy).toBe(causedBy === 'command-2' ? 'command-2' : 'unknown');
  });

  it('does not hide that another event stands in its place', async () => {
    const id = newOrganization();
    await projector.save(stateOf(id, 1), [entryOf(id, 1)]);
    const other = { ...entryOf(id, 1), event: 'revoke', actor: 'ops' } as unknown as AuditEntry;
    await expect(projector.save(stateOf(id, 1), [other])).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

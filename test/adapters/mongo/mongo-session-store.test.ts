import type { Session } from '../../../activities/ports/session-store';
import { MongoSessionStore } from '../../../adapters/mongo/mongo-session-store';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let store: MongoSessionStore;

beforeAll(async () => {
  mongo = await openTestMongo();
  store = new MongoSessionStore(mongo.connection);
});

afterAll(async () => {
  await mongo.close();
});

const inMs = (ms: number): Date => new Date(Date.now() + ms);

function session(id: string, changes: Partial<Session> = {}): Session {
  return {
    id,
    identity: { subject: 'anna', roles: ['org-admin'], organizations: ['org-1'], scopes: [] },
    identityValidUntil: inMs(60_000),
    providerSession: `provider-${id}`,
    tokens: new Uint8Array([1, 2, 3]),
    generation: 0,
    createdAt: new Date(),
    idleUntil: inMs(60_000),
    endsAt: inMs(120_000),
    ...changes,
  };
}

describe('a pending login', () => {
  const login = (state: string, expiresAt: Date) => ({
    state,
    nonce: 'n',
    codeVerifier: 'v',
    browser: 'b',
    returnTo: '/',
    expiresAt,
  });

  it('is given once, to the first of several that ask at once', async () => {
    await store.savePendingLogin(login('s1', inMs(60_000)));
    const taken = await Promise.all(Array.from({ length: 20 }, async () => store.takePendingLogin('s1', new Date())));
    expect(taken.filter((found) => found !== null)).toEqual([expect.objectContaining({ state: 's1', nonce: 'n' })]);
  });

  it('is worth nothing once it has expired, and is dropped', async () => {
    await store.savePendingLogin(login('s2', inMs(-1)));
    await store.savePendingLogin(login('s3', inMs(60_000)));
    expect(await store.takePendingLogin('s2', new Date())).toBeNull();
    expect(await mongo.raw.collection('pending_logins').countDocuments({ expiresAt: { $lte: new Date() } })).toBe(0);
  });

  it('does not show its state to whoever reads the store', async () => {
    await store.savePendingLogin(login('the-secret-state', inMs(60_000)));
    expect(JSON.stringify(await mongo.raw.collection('pending_logins').find().toArray())).not.toContain('secret-state');
  });
});

describe('a session', () => {
  it('is found as it was made, until it idles or ends', async () => {
    const made = session('found');
    await store.create(made);
    const found = await store.find('found', new Date());
    expect(found).toMatchObject({ id: 'found', identity: made.identity, generation: 0 });
    expect([...(found?.tokens ?? [])]).toEqual([1, 2, 3]);
    expect(await store.find('found', inMs(61_000))).toBeNull();
    await store.touch('found', inMs(500_000));
    expect(await store.find('found', inMs(61_000))).not.toBeNull();
    expect(await store.find('found', inMs(121_000))).toBeNull();
  });

  it('is refreshed by one of many, and by another only after the first has had its time', async () => {
    await store.create(session('refreshed'));
    const claims = await Promise.all(
      Array.from({ length: 20 }, async () => store.claimRefresh('refreshed', 0, inMs(10_000), new Date())),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await store.claimRefresh('refreshed', 0, inMs(20_000), inMs(11_000))).toBe(true);
  });

  it('keeps what the first refresh brought', async () => {
    await store.create(session('renewed'));
    const renewed = { identity: session('').identity, identityValidUntil: inMs(1), tokens: new Uint8Array([9]) };
    const kept = [await store.renew('renewed', 0, renewed), await store.renew('renewed', 0, renewed)];
    expect(kept).toEqual([true, false]);
  });

  it('stays ended: a refresh that comes late does not bring it back', async () => {
    await store.create(session('ended'));
    await store.end('ended');
    const renewed = { identity: session('').identity, identityValidUntil: inMs(1), tokens: new Uint8Array([9]) };
    expect(await store.renew('ended', 0, renewed)).toBe(false);
    await store.touch('ended', inMs(1_000));
    expect(await store.find('ended', new Date())).toBeNull();
  });
});

describe('the identity of a session', () => {
  it('is kept with everything that decides what somebody may do', async () => {
    const identity: Session['identity'] = {
      subject: 'carla',
      roles: ['org-admin', 'reviewer'],
      organizations: ['org-1'],
      scopes: ['reviews:read'],
      email: 'carla@customer.example',
      name: 'Carla',
      personId: 'employee-7',
    };
    await store.create(session('whole', { identity }));
    expect((await store.find('whole', new Date()))?.identity).toEqual(identity);
  });
});

describe('a logout notice of the provider', () => {
  it('ends the session that it names, or all of a subject, and counts once', async () => {
    const berta = { identity: { subject: 'berta', roles: [], organizations: null, scopes: [] } };
    for (const id of ['b1', 'b2', 'b3']) await store.create(session(id, berta));
    const one = { id: 'notice-1', subject: 'berta', providerSession: 'provider-b1' };
    expect(await store.endByNotice(one)).toBe(1);
    expect(await store.endByNotice(one)).toBeNull();
    expect(await store.endByNotice({ id: 'notice-2', subject: 'berta', providerSession: null })).toBe(2);
    expect(await store.find('b3', new Date())).toBeNull();
  });
});

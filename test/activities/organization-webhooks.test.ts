import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { MockActivityEnvironment } from '@temporalio/testing';

import { createAnnouncementActivities } from '../../activities/announcement-activities';
import { wantedByOrganization } from '../../activities/webhook-channel';
import { KeyRing } from '../../adapters/crypto/key-ring';
import { LocalKeys } from '../../adapters/crypto/local-keys';
import { SealedBox } from '../../adapters/crypto/sealed-box';
import { MongoAnnouncementLedger } from '../../adapters/mongo/mongo-announcement-ledger';
import { MongoCredentialVault } from '../../adapters/mongo/mongo-credential-vault';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../adapters/mongo/mongo-lifecycle-store';
import { MongoWebhookStore } from '../../adapters/mongo/mongo-webhook-store';
import { OrganizationWebhookSender } from '../../adapters/webhooks/organization-webhook-sender';
import { VaultedWebhookSecrets } from '../../adapters/webhooks/vaulted-webhook-secrets';
import { WebhookPost } from '../../adapters/webhooks/webhook-post';
import { CertificateAuthority } from '../../dev/certificates';
import { createEgressPolicy } from '../../domain/egress-policy';
import { auditEntry } from '../../domain/lifecycle/audit';
import type { LifecycleEvent } from '../../domain/lifecycle/events';
import { initialState, type LifecycleState } from '../../domain/lifecycle/state';
import { transition } from '../../domain/lifecycle/transition';
import { openTestMongo, testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { FakeAnnouncer } from '../support/fakes/fake-announcements';
import { FakeDispatcherWaker, FakeOutboxIntake, RecordingMailComposer } from '../support/fakes/fake-stores';
import { command, people, profile, terms } from '../support/lifecycle-builders';

/** From the command to a TLS server that verifies: nothing is made up but the name service and the workflow between. */

const host = 'hooks.customer.example';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let mongo: TestMongo;
let authority: CertificateAuthority;
let receiver: Server;
let port: number;
let received: Received[] = [];
let status = 204;

beforeAll(async () => {
  mongo = await openTestMongo();
  await mongo.connection.connect();
  authority = await CertificateAuthority.create('Test');
  const { certificate: cert, key } = await authority.issue({ names: [host] });
  receiver = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  port = (receiver.address() as AddressInfo).port;
});

afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await mongo.close();
});

beforeEach(() => {
  received = [];
  status = 204;
});

/** An organization with its lifecycle, as the workflow would save it, and the worker's part in telling its endpoint. */
class Organization {
  readonly organizationId = randomUUID();
  readonly vault = new MongoCredentialVault(
    mongo.connection,
    new SealedBox(new LocalKeys(new KeyRing([{ id: 'k1', key: randomBytes(32) }]))),
  );
  readonly secrets = new VaultedWebhookSecrets(this.vault);
  readonly store = MongoWebhookStore.forOrganizations(mongo.connection);
  readonly #networks: readonly string[];
  readonly #authorities: readonly string[];
  state: LifecycleState = initialState(this.organizationId);

  constructor(networks: readonly string[] = ['127.0.0.0/8'], authorities = [authority.certificate]) {
    this.#networks = networks;
    this.#authorities = authorities;
  }

  async comeAbout(event: LifecycleEvent): Promise<void> {
    const now = { ...event, at: new Date().toISOString() };
    const outcome = transition(this.state, now);
    if (outcome.kind !== 'accepted') throw new Error(`${event.type} was not accepted`);
    const entry = auditEntry(this.state, outcome.state, now, { causedBy: 'c', requestId: null });
    this.state = { ...outcome.state, tasks: [] };
    await new MongoLifecycleProjector(mongo.connection, testSeal).save(this.state, [entry]);
    for (const task of outcome.state.tasks) {
      if (task.kind === 'adopt-credential') await this.vault.adopt(this.organizationId, task.credentialId);
      if (task.kind === 'shred-credentials') await this.vault.shred(this.organizationId, task.credentialIds);
    }
  }

  /** Names the receiver; answers with what its owner is shown. */
  async nameEndpoint(credentialId: string = randomUUID()): Promise<string> {
    const secret = await this.secrets.issue(this.organizationId, credentialId);
    const url = `https://${host}:${port}/events`;
    await this.comeAbout(command('setWebhookEndpoint', people.admin, { url, credentialId }));
    return secret!.reveal();
  }

  async rotate(keepHours: number): Promise<string> {
    const credentialId = randomUUID();
    const secret = await this.secrets.issue(this.organizationId, credentialId);
    await this.comeAbout(command('rotateWebhookSecret', people.admin, { credentialId, keepHours }));
    return secret!.reveal();
  }

  async tell(): Promise<void> {
    const post = new WebhookPost({
      policy: createEgressPolicy([port], this.#networks),
      resolver: { resolve: async () => ({ status: 'resolved', addresses: ['127.0.0.1'] }) },
      timeoutMs: 10_000,
      authorities: this.#authorities,
    });
    const lifecycles = new MongoLifecycleStore(mongo.connection);
    const sender = new OrganizationWebhookSender(lifecycles, this.vault, post);
    const activities = createAnnouncementActivities({
      ledger: new MongoAnnouncementLedger(mongo.connection),
      announcer: new FakeAnnouncer(),
      outbox: new FakeOutboxIntake(),
      composer: new RecordingMailComposer(),
      dispatcher: new FakeDispatcherWaker(),
      platformSender: { name: 'Platform', address: 'no-reply@platform.example' },
      mailboxes: { sales: null, reviewers: null, ops: null },
      staffLocale: 'en',
      webhooks: [{ store: this.store, sender, wants: wantedByOrganization }],
    });
    const input = { organizationId: this.organizationId };
    await new MockActivityEnvironment().run(activities.announceNews, input);
    await new MockActivityEnvironment().run(activities.deliverWebhooks, input);
  }

  async deliveries() {
    return await this.store.list({ organizationId: this.organizationId }, { limit: 10 });
  }

  async replay(sequence: number): Promise<void> {
    const now = Date.now();
    const [at, until] = [now, now + 60_000].map((time) => new Date(time).toISOString()) as [string, string];
    if (!(await this.store.replay(this.organizationId, sequence, at, until)))
      throw new Error('There is no such delivery');
  }
}

async function registered(organization = new Organization()): Promise<Organization> {
  await organization.comeAbout(command('register', people.sender, { profile }));
  return organization;
}

const unlock = command('unlock', people.sales, terms);
const revoke = command('revoke', people.sales, { reason: 'over' });

/** As a receiver does by the specification: with what it was shown, over id, time and body. */
function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const signature = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(signature);
}

describe('an organization’s own endpoint', () => {
  it('is told of that organization alone, signed with the secret that it was shown', async () => {
    const [own, other] = [await registered(), await registered()];
    const secret = await own.nameEndpoint();
    await own.comeAbout(unlock);
    await other.comeAbout(unlock);
    await own.tell();
    await other.tell();
    expect(received.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { type: 'mail-server.unlock', data: { organizationId: own.organizationId, sequence: 3 } },
    ]);
    expect(isSignedWith(secret, received[0]!)).toBe(true);
    expect(await own.deliveries()).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 204 }]);
  });

  it('hears nothing of what happened before it was named', async () => {
    const own = await registered();
    await own.comeAbout(unlock);
    await own.nameEndpoint();
    await own.comeAbout(revoke);
    await own.tell();
    expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['mail-server.revoke']);
  });

  it('can change its secret without a gap: both sign, then the new one alone', async () => {
    const own = await registered();
    const former = await own.nameEndpoint();
    const next = await own.rotate(24);
    await own.comeAbout(unlock);
    await own.tell();
    expect([isSignedWith(former, received[0]!), isSignedWith(next, received[0]!)]).toEqual([true, true]);
    const last = await own.rotate(0);
    await own.comeAbout(revoke);
    await own.tell();
    const signed = [former, next, last].map((secret) => isSignedWith(secret, received[1]!));
    expect(signed).toEqual([false, false, true]);
  });

  it('gets what it refused again when it is replayed, with the same id and body', async () => {
    const own = await registered();
    await own.nameEndpoint();
    await own.comeAbout(unlock);
    status = 500;
    await own.tell();
    expect(await own.deliveries()).toMatchObject([{ state: 'pending', lastTrouble: 'REFUSED', lastStatus: 500 }]);
    status = 200;
    await own.replay(3);
    await own.tell();
    await own.replay(3);
    await own.tell();
    expect(await own.deliveries()).toMatchObject([{ state: 'delivered', attempts: 3 }]);
    expect(new Set(received.map(({ headers, body }) => String(headers['webhook-id']) + body)).size).toBe(1);
  });

  it('that was removed ends what waits for it', async () => {
    const own = await registered();
    await own.nameEndpoint();
    await own.comeAbout(unlock);
    status = 503;
    await own.tell();
    await own.comeAbout(command('removeWebhookEndpoint', people.admin, { reason: null }));
    await own.replay(3);
    await own.tell();
    expect(await own.deliveries()).toMatchObject([{ state: 'failed', lastTrouble: 'NO_ENDPOINT' }]);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['its address is not a public one', () => new Organization([]), 'REFUSED_ADDRESS'],
    ['nobody vouches for its certificate', () => new Organization(['127.0.0.0/8'], []), 'NOT_REACHED'],
  ])('gets no event while %s', async (_why, made, trouble) => {
    const own = await registered(made());
    await own.nameEndpoint();
    await own.comeAbout(unlock);
    await own.tell();
    expect(await own.deliveries()).toMatchObject([{ state: 'pending', lastTrouble: trouble, lastStatus: null }]);
    expect(received).toEqual([]);
  });
});

describe('the secret of an endpoint', () => {
  it('is the same for a repeated command, and gone once it was destroyed', async () => {
    const own = await registered();
    const first = await own.nameEndpoint('command-1');
    expect((await own.secrets.issue(own.organizationId, 'command-1'))?.reveal()).toBe(first);
    await own.rotate(0);
    expect(await own.secrets.issue(own.organizationId, 'command-1')).toBeNull();
  });

  it('is long, made at random, and lies in the vault sealed', async () => {
    const own = await registered();
    const secrets = [await own.nameEndpoint(), await own.rotate(24)];
    expect(secrets.map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64').length)).toEqual([32, 32]);
    expect(new Set(secrets).size).toBe(2);
    const stored = await mongo.raw.collection('credentials').find({ organizationId: own.organizationId }).toArray();
    const known = await mongo.raw.collection<{ _id: string }>('organizations').findOne({ _id: own.organizationId });
    for (const secret of secrets) {
      expect(JSON.stringify([stored, known])).not.toContain(secret.slice('whsec_'.length));
    }
    expect(stored).toHaveLength(2);
  });
});

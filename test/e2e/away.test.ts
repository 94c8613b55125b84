import { randomUUID } from 'node:crypto';
import type { Answer } from '../support/api-under-test';
import { eventually } from '../support/eventually';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const startMs = 120_000;
const recoveryMs = 60_000;
const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false };

let real: RealStack;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  real = await RealStack.start(path, { environment: { OUTBOX_SWEEP_SECONDS: '2' } });
  afterwards(async () => await real.stop());
  await real.organization.registerAndUnlock();
  await eventually('the unlocking is announced by mail', async () => (await whatStands()).mails === 1);
  for (const caller of ['admin', 'backend', 'reviewer', 'sales'] as const) await real.api.token(caller);
}, startMs);

describe('MongoDB away while serving', () => {
  it(
    'is told by its own problem, changes nothing, and needs nobody to recover',
    async () => {
      const services = servicePids();
      const before = await whatStands();
      await real.stack.kill('mongodb');
      // A projection that was read a moment ago may still be answered with.
      await eventually('the API misses it', async () => (await readiness())['mongodb'] === 'away');
      const key = randomUUID();
      const answers = await Promise.all([
        real.organization.ask('reviewer', 'GET', '/mail-server'),
        real.organization.ask('admin', 'POST', '/mail-server/settings', { body: anySubmission(), key }),
        real.organization.ask('sales', 'POST', '/mail-server/revoke', { body: { reason: 'No reason' }, key }),
        real.api.call('POST', '/v1/messages', 'backend', { body: anyMessage(), key }),
      ]);
      for (const answer of answers) expectProblem(answer, 'STORE_UNAVAILABLE');
      expect(await readiness()).toEqual({
        status: 503,
        mongodb: 'away',
        temporal: 'ready',
        oidc: 'ready',
        keys: 'ready',
      });
      expect((await real.api.get('/healthz')).status).toBe(200);

      await real.stack.restart('mongodb');
      await eventually('the API is ready again', async () => (await readiness())['status'] === 200, recoveryMs);
      expect(await whatStands()).toEqual(before);
      expect((await real.organization.ask('admin', 'PUT', '/preferences', { body: preferences, key })).status).toBe(
        200,
      );
      expect(servicePids()).toEqual(services);
    },
    startMs,
  );
});

describe('Temporal away while serving', () => {
  it(
    'refuses commands with its own problem, still reads, still takes mail over, and recovers by itself',
    async () => {
      const services = servicePids();
      const before = await whatStands();
      await real.stack.kill('temporal');
      const key = randomUUID();
      const body = preferences;
      const refused = await real.organization.ask('admin', 'PUT', '/preferences', { body, key });
      expectProblem(refused, 'WORKFLOW_UNAVAILABLE');
      expect(await readiness()).toEqual({
        status: 503,
        mongodb: 'ready',
        temporal: 'away',
        oidc: 'ready',
        keys: 'ready',
      });
      expect(await whatStands()).toEqual(before);
      const mail = await real.organization.hand('patient@partner.example', 'informational');
      // A dispatcher that still lingers may send it already; nobody needs Temporal for that.
      expect(['accepted', 'sending', 'sent']).toContain((await real.organization.mail(mail.id)).state);

      await real.stack.restart('temporal');
      await eventually('the API is ready again', async () => (await readiness())['status'] === 200, recoveryMs);
      const repeated = await eventually('the command is carried out', async () => {
        const answer = await real.organization.ask('admin', 'PUT', '/preferences', { body, key });
        return answer.status === 200 && answer;
      });
      expect(repeated.body).toMatchObject({ commandId: key, version: before.version + 1 });
      await real.inbox.wait({ messageId: mail.messageId, listener: 'platform' }, recoveryMs);
      await eventually('the mail is sent', async () => (await real.organization.mail(mail.id)).state === 'sent');
      expect(await real.inbox.list({ messageId: mail.messageId })).toHaveLength(1);
      expect(servicePids()).toEqual(services);
    },
    startMs,
  );
});

describe('the identity provider away while serving', () => {
  it(
    'is not missed by an API that has its keys, and told by its own problem by one that has not',
    async () => {
      const before = await whatStands();
      await real.stack.kill('oidc');
      expect((await real.organization.ask('reviewer', 'GET', '/mail-server')).status).toBe(200);

      await real.stack.kill('api');
      // Resolves when the API is ready, which it is not without the provider.
      const ready = real.stack.restart('api');
      await eventually('the API serves', async () => (await real.api.get('/healthz')).status === 200);
      expectProblem(await real.organization.ask('reviewer', 'GET', '/mail-server'), 'IDENTITY_UNAVAILABLE');
      const refused = await real.organization.ask('admin', 'PUT', '/preferences', { body: preferences });
      expectProblem(refused, 'IDENTITY_UNAVAILABLE');
      expect(await readiness()).toEqual({
        status: 503,
        mongodb: 'ready',
        temporal: 'ready',
        oidc: 'away',
        keys: 'ready',
      });
      const starting = real.stack.pid('api');

      await real.stack.restart('oidc');
      await ready;
      expect(real.stack.pid('api')).toBe(starting);
      expect(await whatStands()).toEqual(before);
    },
    startMs,
  );
});

describe('no worker', () => {
  it(
    'leaves a command unanswered until the deadline; repeated, it gets its receipt',
    async () => {
      const before = await whatStands();
      await real.stack.kill('worker');
      const key = randomUUID();
      const since = Date.now();
      const late = await real.organization.ask('admin', 'PUT', '/preferences', { body: preferences, key });
      expectProblem(late, 'WORKFLOW_UNAVAILABLE');
      expect(Date.now() - since).toBeGreaterThan(10_000);
      expect(await whatStands()).toEqual(before);

      await real.stack.restart('worker');
      const repeated = await real.organization.ask('admin', 'PUT', '/preferences', { body: preferences, key });
      expect(repeated).toMatchObject({ status: 200, body: { commandId: key, version: before.version + 1 } });
      expect((await real.organization.audit()).filter(({ causedBy }) => causedBy === key)).toHaveLength(1);
    },
    startMs,
  );
});

/** A problem that says what is away and when to come again, and nothing of what is inside. */
function expectProblem(answer: Answer, code: string): void {
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status: 503, code });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(answer.text).not.toMatch(/ECONN|mongo|grpc|node_modules|127\.0\.0\.1:\d+\/(?!docs)|\bat \S+:\d+/i);
}

async function readiness(): Promise<Record<string, unknown>> {
  const { status, body } = await real.api.get('/readyz');
  return { status, ...(body['dependencies'] as object) };
}

async function whatStands() {
  const { version, entitlement, draft, live } = await real.organization.view();
  const mails = await real.database.collection('outbox').countDocuments();
  const [entries, credentials] = await Promise.all([
    real.database.collection('audit_entries').countDocuments(),
    real.database.collection('credentials').countDocuments(),
  ]);
  return { version, entitlement, draft, live, mails, entries, credentials };
}

function servicePids(): unknown {
  return { api: real.stack.pid('api'), worker: real.stack.pid('worker') };
}

function anySubmission(): object {
  const settings = { host: 'localhost', port: 587, security: 'starttls', user: 'somebody' };
  const sender = { senderAddress: 'contracts@customer.example', senderName: 'Contracts' };
  return { revision: 0, settings: { ...settings, ...sender }, password: 'a password' };
}

function anyMessage(): object {
  const { id: organizationId } = real.organization;
  return { organizationId, category: 'transactional', to: ['signer@partner.example'], subject: 'Sign', text: 'Here' };
}

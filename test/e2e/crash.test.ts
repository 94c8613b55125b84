import { randomUUID } from 'node:crypto';
import { commandReceipt } from '../../api/schemas/command';
import { lifecycleWorkflowId } from '../../workflows/contract';
import { eventually } from '../support/eventually';
import { startGatedCustomers } from '../support/gated-customers';
import type { GatedSmtpServer } from '../support/gated-smtp-server';
import { adminAddress, type EnteredServer, type Receipt } from '../support/real-organization';
import type { RealStack } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';
import { UpdateProgress } from '../support/update-progress';

const startMs = 120_000;
/** A worker that was killed is missed after 20 s without a heartbeat. */
const takeOverMs = 60_000;

let real: RealStack;
let smtp: GatedSmtpServer;
let server: EnteredServer;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  const customers = await startGatedCustomers(afterwards);
  ({ real, smtp } = customers);
  server = customers.serverOf(real.organization.id);
  await real.organization.registerAndUnlock();
}, startMs);

describe('a crash in the middle of a command', () => {
  it('of the API, when the lifecycle has taken the command in: the repetition gets the first receipt', async () => {
    const key = randomUUID();
    const body = await real.organization.submission(server);
    const before = await countsOf();
    real.freeze('worker');
    const first = real.organization.ask('admin', 'POST', '/mail-server/settings', { body, key });
    const cutOff = first.then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually('Temporal knows the command', async () => await isAdmitted(key));
    real.freeze('mongodb');
    real.thaw('worker');
    await eventually('the lifecycle has taken the command in', async () => await isAccepted(key));
    await real.stack.kill('api');
    expect(await cutOff).toBe('cut off');
    real.thaw('mongodb');
    await real.stack.restart('api');

    const kept = await real.temporal.workflow.getHandle(workflowId()).getUpdateHandle<Receipt>(key).result();
    const again = await real.organization.ask('admin', 'POST', '/mail-server/settings', { body, key });
    const onceMore = await real.organization.ask('admin', 'POST', '/mail-server/settings', { body, key });
    expect({ status: again.status, receipt: again.body }).toEqual({ status: 200, receipt: commandReceipt.parse(kept) });
    expect(onceMore.body).toEqual(again.body);
    expect(again.body).toMatchObject({ commandId: key, command: 'submitSettings', draft: 'checking' });

    const draft = await real.organization.checkedDraft();
    expect(draft).toMatchObject({ status: 'awaiting-confirmation', revision: { number: body.revision + 1 } });
    expect(await growth(before)).toEqual({ credentials: 1, reports: 1, testMails: 1 });
    expect(await eventsOf(body.revision + 1)).toEqual(['submitSettings', 'checkFinished']);
    expect(await causedBy(key)).toBe(1);
  }, 90_000);

  it('of MongoDB: 503 while it is away, every command carried out once afterwards', async () => {
    const { organization } = real;
    const keys = Array.from({ length: 8 }, () => randomUUID());
    const prefer = async (key: string) => {
      const body = { undeliverablesTo: 'admin', replyTo: null, branding: false };
      return await organization.ask('admin', 'PUT', '/preferences', { body, key });
    };
    real.freeze('mongodb');
    const burst = keys.map(async (key) => await prefer(key));
    await eventually('the commands wait to be written', async () => {
      const accepted = await Promise.all(keys.map(isAccepted));
      return accepted.every(Boolean);
    });
    await real.stack.kill('mongodb');
    const refused = await organization.ask('reviewer', 'GET', '/mail-server');
    expect(refused).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    await real.stack.restart('mongodb');

    const answers = await Promise.all(burst);
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    const repeated = await Promise.all(keys.map(async (key) => (await prefer(key)).body));
    expect(repeated).toEqual(answers.map(({ body }) => body));
    expect(repeated.map(({ commandId }) => commandId)).toEqual(keys);
    expect(new Set(repeated.map(({ version }) => version)).size).toBe(keys.length);
    for (const key of keys) expect(await causedBy(key)).toBe(1);
  }, 90_000);
});

describe('a crash between a server’s acceptance and the record of it', () => {
  it(
    'leaves the mail held, to be seen within a minute, and never sends it again',
    async () => {
      const { organization } = real;
      await organization.confirmAndApprove(codeIn(smtp.mailsTo(adminAddress).at(-1)?.text));
      const gate = smtp.hold('end', organization.id);
      const { id } = await organization.hand('once@partner.example');
      await gate.reached;
      const killedAt = Date.now();
      await real.stack.kill('worker');
      gate.release();
      expect(smtp.mailsTo('once@partner.example')).toHaveLength(1);
      expect(await organization.mail(id)).toMatchObject({ state: 'sending', route: 'customer' });
      await real.stack.restart('worker');
      const held = await eventually(
        'the mail is held',
        async () => {
          const mail = await organization.mail(id);
          return mail.state === 'sending' ? undefined : mail;
        },
        takeOverMs,
      );
      expect(held).toMatchObject({ state: 'held', attempts: 1, nextAttemptAt: null });
      expect(Date.now() - killedAt).toBeLessThan(60_000);

      // The dispatcher has gone on: whatever it would send again would have left before this one.
      await organization.hand('afterwards@partner.example');
      await eventually('the next mail arrives', () => smtp.mailsTo('afterwards@partner.example').length === 1);
      expect(smtp.mailsTo('once@partner.example')).toHaveLength(1);
      expect(await messagesSeenByOps()).toContainEqual(expect.objectContaining({ id, state: 'held' }));
    },
    takeOverMs + 150_000,
  );
});

interface Counts {
  readonly credentials: number;
  readonly reports: number;
  readonly testMails: number;
}

async function countsOf(): Promise<Counts> {
  const [credentials, reports] = await Promise.all([
    real.database.collection('credentials').countDocuments({ adoptedAt: { $ne: null } }),
    real.database.collection('check_reports').countDocuments(),
  ]);
  return { credentials, reports, testMails: smtp.mailsTo(adminAddress).length };
}

async function growth(before: Counts): Promise<Counts> {
  const now = await countsOf();
  return {
    credentials: now.credentials - before.credentials,
    reports: now.reports - before.reports,
    testMails: now.testMails - before.testMails,
  };
}

/** The trail of one revision; its sequence must have no gap and no double. */
async function eventsOf(revision: number): Promise<string[]> {
  const trail = await real.organization.audit();
  expect(trail.map(({ sequence }) => sequence)).toEqual(trail.map((_, index) => (trail[0]?.sequence ?? 0) + index));
  const first = trail.findLastIndex(({ event }) => event === 'submitSettings');
  const last = trail.slice(first);
  expect(last.at(-1)?.revision).toBe(revision);
  return last.map(({ event }) => event);
}

async function causedBy(key: string): Promise<number> {
  return await real.database.collection('audit_entries').countDocuments({ causedBy: key });
}

function workflowId(): string {
  return lifecycleWorkflowId(real.organization.id);
}

const isAdmitted = async (updateId: string): Promise<boolean> => await updates().isAdmitted(updateId);
const isAccepted = async (updateId: string): Promise<boolean> => await updates().isAccepted(updateId);

function updates(): UpdateProgress {
  return new UpdateProgress(real.temporal, workflowId());
}

async function messagesSeenByOps(): Promise<unknown> {
  return (await real.organization.ask('ops', 'GET', '/messages')).body['items'];
}

function codeIn(text = ''): string {
  return /:\s*([0-9A-Z]{4}-[0-9A-Z]{4})\s*$/m.exec(text)?.[1] ?? '';
}

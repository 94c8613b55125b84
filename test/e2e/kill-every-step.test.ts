import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { commandReceipt } from '../../api/schemas/command';
import { DemoCertificates } from '../../dev/demo-certificates';
import { dispatchWorkflowId, lifecycleWorkflowId } from '../../workflows/contract';
import type { Caller } from '../support/api-caller';
import { eventually } from '../support/eventually';
import { GatedSmtpServer, type Gate } from '../support/gated-smtp-server';
import { adminAddress, type EnteredServer, type Receipt } from '../support/real-organization';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';
import { UpdateProgress } from '../support/update-progress';

const user = { name: 'mailer@customer.example', password: 'the password' };
const startMs = 180_000;
/** A worker that was killed is missed after 20 s without a heartbeat. */
const patienceMs = 120_000;

let real: RealStack;
let smtp: GatedSmtpServer;
let server: EnteredServer;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  // The SMTP server tells of every client that is killed.
  jest.spyOn(console, 'error').mockImplementation();
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  const certificates = await DemoCertificates.open(join(path, 'certificates'));
  smtp = await GatedSmtpServer.start(await certificates.authority.issue({ names: ['localhost'] }), user);
  afterwards(async () => await smtp.close());
  server = { host: 'localhost', port: smtp.port, security: 'starttls', user: user.name, password: user.password };
  real = await RealStack.start(path, {
    components: ['temporal', 'mongodb', 'oidc', 'inbox', 'worker', 'api'],
    environment: { EGRESS_ALLOWED_PORTS: String(smtp.port), OUTBOX_SWEEP_SECONDS: '2' },
  });
  afterwards(async () => await real.stop());
  await real.organization.command('backend', '', { name: 'Customer', adminAddress, locale: 'de' });
}, startMs);

/** How a step of the way is taken: undisturbed, or with worker and server killed in its middle. */
interface Stride {
  command(as: Caller, path: string, body: object): Promise<Receipt>;
  /** Begins something that speaks to the mail server; the middle is where it stands before this gate. */
  throughGate(gate: Gate, begin: () => Promise<unknown>): Promise<void>;
  mail(to: string): Promise<string>;
}

const undisturbed: Stride = {
  command: async (as, path, body) => await real.organization.command(as, path, body),
  throughGate: async (_gate, begin) => void (await begin()),
  mail: async (to) => (await real.organization.hand(to)).id,
};

const killed: Stride = {
  /** The lifecycle has taken the command in, and the store has not: both die, and the caller asks again. */
  async command(as, path, body) {
    const key = randomUUID();
    const updates = new UpdateProgress(real.temporal, lifecycleWorkflowId(real.organization.id));
    real.freeze('worker');
    const first = real.organization.ask(as, 'POST', path, { body, key });
    await eventually(`Temporal knows of ${path}`, async () => await updates.isAdmitted(key), patienceMs);
    real.freeze('mongodb');
    real.thaw('worker');
    await eventually(`the lifecycle has taken ${path} in`, async () => await updates.isAccepted(key), patienceMs);
    await killBoth();
    real.thaw('mongodb');
    await restartBoth();
    await first.catch(() => undefined);
    return await eventually(
      `${path} is answered`,
      async () => {
        const { status, body: answer } = await real.organization.ask(as, 'POST', path, { body, key });
        return status === 200 && commandReceipt.parse(answer);
      },
      patienceMs,
    );
  },
  async throughGate(gate, begin) {
    const held = smtp.hold(gate);
    await begin();
    await held.reached;
    await killBoth();
    held.release();
    await restartBoth();
  },
  /** The dispatcher is known to the server, and no worker has taken it up. */
  async mail(to) {
    real.freeze('worker');
    const { id } = await real.organization.hand(to);
    const dispatcher = real.temporal.workflow.getHandle(dispatchWorkflowId(real.organization.id));
    await eventually('the dispatcher waits', async () => (await dispatcher.describe()).status.name === 'RUNNING');
    await killBoth();
    await restartBoth();
    return id;
  },
};

async function killBoth(): Promise<void> {
  await real.stack.kill('worker');
  await real.stack.kill('temporal');
}

async function restartBoth(): Promise<void> {
  await real.stack.restart('temporal');
  await real.stack.restart('worker');
}

/** From unlocked to revoked; tells the receipts' statuses and what the trail and the mail server have seen of it. */
async function wholeWay(stride: Stride, recipient: string) {
  const { organization } = real;
  const before = (await organization.audit()).length;
  const testMails = smtp.mailsTo(adminAddress).length;
  const statuses: Pick<Receipt, 'command' | 'entitlement' | 'draft' | 'live'>[] = [];
  const command = async (as: Caller, path: string, body: object): Promise<void> => {
    const { command: name, entitlement, draft, live } = await stride.command(as, `/mail-server/${path}`, body);
    statuses.push({ command: name, entitlement, draft, live });
  };
  await command('sales', 'unlock', { contractReference: 'C-1', note: null });
  await stride.throughGate('auth', async () => await organization.submit(server));
  expect(await organization.checkedDraft(patienceMs)).toMatchObject({ status: 'awaiting-confirmation', run: 1 });
  const { revision } = await organization.view();
  const code = /: (\w{4}-\w{4})$/m.exec(smtp.mailsTo(adminAddress).at(-1)?.text ?? '')?.[1];
  await command('admin', 'confirm-test-mail', { revision, code });
  await command('reviewer', 'claim-review', { revision });
  const { reportId, checklist } = (await organization.ask('reviewer', 'GET', '/mail-server/review')).body as {
    reportId: string;
    checklist: { item: string }[];
  };
  const ticks = checklist.map(({ item }) => item);
  await command('reviewer', 'decide', { revision, reportId, checklist: ticks, verdict: 'approve' });
  const id = await stride.mail(recipient);
  await eventually('the mail is sent', async () => (await organization.mail(id)).state === 'sent', patienceMs);
  await eventually('the first mail is noted', async () => (await organization.view()).live?.firstMailAt, patienceMs);
  await command('ops', 'suspend', { reason: 'A complaint' });
  await command('ops', 'resume', { note: 'Settled', withoutCheck: true });
  const rotation = { revision, password: user.password };
  await stride.throughGate(
    'auth',
    async () => await organization.command('admin', '/mail-server/rotate-password', rotation),
  );
  await eventually(
    'the new password is in use',
    async () => {
      const { live } = await organization.view();
      return live?.lastRotation && !live.rotation;
    },
    patienceMs,
  );
  await command('sales', 'revoke', { reason: 'The contract has ended' });
  await eventually('no password is left', async () => (await passwords()) === 0, patienceMs);
  const trail = await organization.audit();
  expect(trail.map(({ sequence }) => sequence)).toEqual(trail.map((_, index) => (trail[0]?.sequence ?? 0) + index));
  return {
    statuses,
    events: trail.slice(before).map(({ event, outcome, after }) => ({ event, outcome, after })),
    testMails: smtp.mailsTo(adminAddress).length - testMails,
    arrivals: smtp.mailsTo(recipient).length,
  };
}

async function passwords(): Promise<number> {
  return await real.database.collection('credentials').countDocuments({ sealed: { $exists: true } });
}

it(
  'worker and Temporal server, killed in the middle of every step, leave the same end as an undisturbed run',
  async () => {
    const calm = await wholeWay(undisturbed, 'calm@partner.example');
    expect(calm).toMatchObject({ testMails: 1, arrivals: 1 });
    expect(calm.statuses.at(-1)).toEqual({ command: 'revoke', entitlement: 'locked', draft: 'none', live: 'none' });
    expect(await wholeWay(killed, 'stormy@partner.example')).toEqual(calm);
  },
  startMs * 3,
);

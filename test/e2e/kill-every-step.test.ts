import { randomUUID } from 'node:crypto';
import { commandReceipt } from '../../api/schemas/command';
import { dispatchWorkflowId, lifecycleWorkflowId } from '../../workflows/contract';
import type { Caller } from '../support/api-caller';
import { eventually } from '../support/eventually';
import { startGatedCustomers, type GatedCustomers } from '../support/gated-customers';
import type { Gate } from '../support/gated-smtp-server';
import { Meeting } from '../support/meeting';
import { RealOrganization, type Receipt } from '../support/real-organization';
import { tidyUp } from '../support/tidy-up';
import { UpdateProgress } from '../support/update-progress';
import { WebhookReceiver } from '../support/webhook-receiver';

/** Every step of the way from unlocked to revoked: commands, checks on their way, and a mail. */
const steps = [
  'unlock',
  'settings',
  'session-of-check',
  'test-mail-of-check',
  'confirm-test-mail',
  'claim-review',
  'decide',
  'mail',
  'suspend',
  'resume',
  'session-of-resume',
  'rotate-password',
  'session-of-rotation',
  'revoke',
] as const;
type Step = (typeof steps)[number];

const startMs = 180_000;
/** A worker that was killed is missed after 20 s without a heartbeat. */
const patienceMs = 120_000;
const calmId = 'calm';

let customers: GatedCustomers;
let receiver: WebhookReceiver;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  customers = await startGatedCustomers(afterwards, async ({ authority }) => {
    receiver = await WebhookReceiver.start(await authority.issue({ names: ['127.0.0.1'] }));
    afterwards(async () => await receiver.close());
    const environment = {
      EGRESS_ALLOWED_WEBHOOK_PORTS: String(receiver.port),
      // All of them are asked for by the same few people, and by this test again and again.
      API_RATE_LIMIT_PER_MINUTE: '100000',
    };
    return { environment, organizations: [calmId, ...steps] };
  });
}, startMs);

/** The one kill that hits every way in the middle of another step. Whoever takes part comes to each meeting in turn. */
class Storm {
  /** All of them stand before their step, so that nobody waits for long in the middle of one. */
  readonly gathers: Meeting;
  readonly workerHalts: Meeting;
  readonly storeHalts: Meeting;
  readonly workerHaltsAgain: Meeting;
  readonly bothDie: Meeting;
  readonly bothAreBack: Meeting;

  constructor(parties: number) {
    const { real } = customers;
    this.gathers = new Meeting(parties, () => undefined);
    this.workerHalts = new Meeting(parties, () => real.freeze('worker'));
    this.storeHalts = new Meeting(parties, () => {
      real.freeze('mongodb');
      real.thaw('worker');
    });
    this.workerHaltsAgain = new Meeting(parties, () => {
      real.freeze('worker');
      real.thaw('mongodb');
    });
    this.bothDie = new Meeting(parties, async () => {
      await real.stack.kill('worker');
      await real.stack.kill('temporal');
    });
    this.bothAreBack = new Meeting(parties, async () => {
      await real.stack.restart('temporal');
      await real.stack.restart('worker');
    });
  }
}

/** One organization's way; undisturbed, or with worker and Temporal server killed in the middle of one of its steps. */
class Way {
  readonly organization: RealOrganization;
  readonly adminAddress: string;
  readonly #fatal: { readonly step: Step; readonly storm: Storm } | null;
  readonly #statuses: Pick<Receipt, 'command' | 'entitlement' | 'draft' | 'live'>[] = [];

  constructor(id: string, fatal: { readonly step: Step; readonly storm: Storm } | null = null) {
    this.organization = new RealOrganization(customers.real.api, id);
    this.adminAddress = `admin@${id}.example`;
    this.#fatal = fatal;
  }

  /** What the receipts say, and what the trail, the mail server and the endpoint for events have seen of it. */
  async toItsEnd() {
    const { id } = this.organization;
    await this.#begin();
    const revision = await this.#submitted();
    await this.#approved(revision);
    await this.#mailed();
    await this.#suspendedAndResumed();
    await this.#rotated(revision);
    await this.#command('revoke', 'sales', { reason: 'The contract has ended' });
    await eventually('no password is left', async () => (await this.#passwords()) === 0, patienceMs);
    const trail = await this.organization.audit();
    return {
      isGapless: trail.every(({ sequence }, index) => sequence === index + 1),
      statuses: this.#statuses,
      events: trail.map(({ event, outcome, after }) => ({ event, outcome, after })),
      reports: await this.#count('check_reports', {}),
      credentials: await this.#count('credentials', { adoptedAt: { $ne: null } }),
      testMails: customers.smtp.mailsTo(this.adminAddress).length,
      arrivals: customers.smtp.mailsTo(this.#recipient).length,
      told: await this.#told(trail.at(-1)?.sequence ?? 0),
      genuine: receiver.attempts(id).every(({ isGenuine }) => isGenuine),
    };
  }

  get #recipient(): string {
    return `partner@of-${this.organization.id}.example`;
  }

  async #begin(): Promise<void> {
    const { organization, adminAddress } = this;
    await organization.command('backend', '', { name: 'Customer', adminAddress, locale: 'de' });
    const { body } = await organization.ask('backend', 'PUT', '/webhook-endpoint', { body: { url: receiver.url } });
    receiver.learn(organization.id, String(body['secret']));
    await this.#command('unlock', 'sales', { contractReference: 'C-1', note: null });
  }

  /** A draft with its code confirmed; tells its revision. */
  async #submitted(): Promise<number> {
    const { organization } = this;
    const submission = await organization.submission(customers.serverOf(organization.id));
    const submit = async () => await this.#command('settings', 'admin', submission);
    const checked = async () => await this.#throughGate('session-of-check', 'auth', submit);
    await this.#throughGate('test-mail-of-check', 'rcpt', checked);
    const { status, run } = await organization.checkedDraft(patienceMs);
    if (status !== 'awaiting-confirmation') throw new Error(`The draft is ${status} after check run ${run}`);
    const { revision } = await organization.view();
    const code = /: (\w{4}-\w{4})$/m.exec(customers.smtp.mailsTo(this.adminAddress).at(-1)?.text ?? '')?.[1];
    await this.#command('confirm-test-mail', 'admin', { revision, code });
    return revision;
  }

  async #approved(revision: number): Promise<void> {
    await this.#command('claim-review', 'reviewer', { revision });
    const { body } = await this.organization.ask('reviewer', 'GET', '/mail-server/review');
    const { reportId, checklist } = body as { reportId: string; checklist: { item: string }[] };
    const ticks = checklist.map(({ item }) => item);
    await this.#command('decide', 'reviewer', { revision, reportId, checklist: ticks, verdict: 'approve' });
  }

  async #mailed(): Promise<void> {
    const { organization } = this;
    const id = await this.#handedOver();
    await eventually('the mail is sent', async () => (await organization.mail(id)).state === 'sent', patienceMs);
    await eventually('the first mail is noted', async () => (await organization.view()).live?.firstMailAt, patienceMs);
  }

  async #suspendedAndResumed(): Promise<void> {
    await this.#command('suspend', 'ops', { reason: 'A complaint' });
    const resume = async () => await this.#command('resume', 'ops', { note: 'Settled' });
    await this.#throughGate('session-of-resume', 'auth', resume);
    const isActive = async () => (await this.organization.view()).live?.status === 'active';
    await eventually('the server sends again', isActive, patienceMs);
  }

  async #rotated(revision: number): Promise<void> {
    const { password } = customers.serverOf(this.organization.id);
    const rotate = async () => await this.#command('rotate-password', 'admin', { revision, password });
    await this.#throughGate('session-of-rotation', 'auth', rotate);
    const isDone = async () => {
      const { live } = await this.organization.view();
      return live?.lastRotation && !live.rotation;
    };
    await eventually('the new password is in use', isDone, patienceMs);
  }

  /** Types of the events that have come, each counted once, as soon as all have come up to this one. */
  async #told(last: number): Promise<string[]> {
    const { id } = this.organization;
    const taken = () => receiver.attempts(id).filter(({ status }) => status < 300);
    const hasAll = () => {
      const refused = receiver.attempts(id).find(({ status }) => status >= 300);
      const has = (sequence = 0) => taken().some((attempt) => attempt.sequence === sequence);
      return has(last) && has(refused?.sequence);
    };
    await eventually('all events have come', hasAll, patienceMs);
    const types = new Map(taken().map(({ sequence, type }) => [sequence, type]));
    return [...types].toSorted(([one], [other]) => one - other).map(([, type]) => type);
  }

  async #passwords(): Promise<number> {
    return await this.#count('credentials', { revision: { $gt: 0 }, sealed: { $exists: true } });
  }

  async #count(collection: string, filter: object): Promise<number> {
    const mine = { ...filter, organizationId: this.organization.id };
    return await customers.real.database.collection(collection).countDocuments(mine);
  }

  async #command(step: Step, as: Caller, body: object): Promise<void> {
    const path = `/mail-server/${step}`;
    const receipt =
      this.#fatal?.step === step
        ? await this.#killedCommand(this.#fatal.storm, as, path, body)
        : await this.organization.command(as, path, body);
    const { command, entitlement, draft, live } = receipt;
    this.#statuses.push({ command, entitlement, draft, live });
  }

  /** The lifecycle has taken the command in, and has not heard whether it is stored: the caller asks again. */
  async #killedCommand(storm: Storm, as: Caller, path: string, body: object): Promise<Receipt> {
    const key = randomUUID();
    const { organization } = this;
    const updates = new UpdateProgress(customers.real.temporal, lifecycleWorkflowId(organization.id));
    await storm.gathers.attend();
    await storm.workerHalts.attend();
    const first = organization.ask(as, 'POST', path, { body, key });
    await eventually(`Temporal knows of ${path}`, async () => await updates.isAdmitted(key), patienceMs);
    await storm.storeHalts.attend();
    await eventually(`the lifecycle has taken ${path} in`, async () => await updates.isAccepted(key), patienceMs);
    await storm.workerHaltsAgain.attend();
    await storm.bothDie.attend();
    await storm.bothAreBack.attend();
    await first.catch(() => undefined);
    const isAnswered = async () => {
      const { status, body: answer } = await organization.ask(as, 'POST', path, { body, key });
      return status === 200 && commandReceipt.parse(answer);
    };
    return await eventually(`${path} is answered`, isAnswered, patienceMs);
  }

  /** Begins something that speaks to the mail server; the middle is where it stands before this gate. */
  async #throughGate(step: Step, gate: Gate, begin: () => Promise<void>): Promise<void> {
    if (this.#fatal?.step !== step) return await begin();
    const { storm } = this.#fatal;
    await storm.gathers.attend();
    const held = customers.smtp.hold(gate, this.organization.id);
    await begin();
    await held.reached;
    await storm.workerHalts.attend();
    await storm.storeHalts.attend();
    await storm.workerHaltsAgain.attend();
    await storm.bothDie.attend();
    held.release();
    await storm.bothAreBack.attend();
  }

  /** The dispatcher is known to the server, and no worker has taken the mail up. */
  async #handedOver(): Promise<string> {
    if (this.#fatal?.step !== 'mail') return (await this.organization.hand(this.#recipient)).id;
    const { storm } = this.#fatal;
    await storm.gathers.attend();
    await storm.workerHalts.attend();
    await storm.storeHalts.attend();
    await storm.workerHaltsAgain.attend();
    const { id } = await this.organization.hand(this.#recipient);
    const dispatcher = customers.real.temporal.workflow.getHandle(dispatchWorkflowId(this.organization.id));
    await eventually('the dispatcher waits', async () => (await dispatcher.describe()).status.name === 'RUNNING');
    await storm.bothDie.attend();
    await storm.bothAreBack.attend();
    return id;
  }
}

let calm: Awaited<ReturnType<Way['toItsEnd']>>;

it(
  'an organization’s own endpoint is told of the whole way: signed, in order, again after a failure and on request',
  async () => {
    const way = new Way(calmId);
    calm = await way.toItsEnd();
    expect(calm).toMatchObject({ isGapless: true, testMails: 1, arrivals: 1, genuine: true });
    expect(calm.statuses.at(-1)).toEqual({ command: 'revoke', entitlement: 'locked', draft: 'none', live: 'none' });
    expect(calm.told).toEqual(
      [
        'unlock',
        'submitSettings',
        'checkFinished',
        'confirmTestMail',
        'decide',
        'suspend',
        'resumeChecked',
        'revoke',
      ].map((event) => `mail-server.${event}`),
    );
    const attempts = receiver.attempts(calmId);
    const firstAttempts = [...new Set(attempts.map(({ sequence }) => sequence))];
    expect(firstAttempts).toEqual(firstAttempts.toSorted((one, other) => one - other));
    const [refused] = attempts;
    const ofTheFirst = attempts.filter(({ id }) => id === refused?.id);
    expect(ofTheFirst.map(({ status }) => status)).toEqual([500, 204]);

    const replay = `/webhook-endpoint/deliveries/${refused?.sequence}/replay`;
    expect(await way.organization.ask('backend', 'POST', replay)).toMatchObject({ status: 200 });
    await eventually('it comes again', () => receiver.attempts(calmId).length === attempts.length + 1);
    expect(receiver.attempts(calmId).at(-1)).toEqual({ ...refused, status: 204 });
  },
  startMs,
);

it(
  'worker and Temporal server, killed in the middle of every step, leave the same end as an undisturbed run',
  async () => {
    const storm = new Storm(steps.length);
    const ways = steps.map((step) => new Way(step, { step, storm }));
    const ends = await Promise.all(ways.map(async (way) => await way.toItsEnd()));
    const byStep = Object.fromEntries(steps.map((step, index) => [step, ends[index]]));
    expect(byStep).toEqual(Object.fromEntries(steps.map((step) => [step, calm])));
  },
  startMs * 2,
);

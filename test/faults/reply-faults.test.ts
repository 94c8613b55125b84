import { randomUUID } from 'node:crypto';
import { SmtpReply } from '../../dev/mail/smtp-listener';
import { startClockedWorker, type ClockedWorker } from '../support/clocked-worker';
import type { HandedMail } from '../support/delivery-history';
import { eventually } from '../support/eventually';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import type { DialogueStep } from '../support/recording-smtp-server';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const organization = 'acme';
const minuteMs = 60_000;

let world: FaultWorld;
let worker: ClockedWorker;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  // The waits are those of a deployment.
  const environment = { DELIVERY_RETRY_SECONDS: '60', SENDING_REST_SECONDS: '30' };
  world = await FaultWorld.start(afterwards, [organization], undefined, environment);
  // What waits for minutes is waited for by setting the worker's clock.
  worker = await startClockedWorker(world.real.stack);
  afterwards(async () => await worker.stop());
}, startMs);

afterEach(async () => {
  world.smtp.before = async () => {};
  await worker.setAhead(0);
  await world.expectKeptPromisesAndNotices();
}, startMs);

/** Addresses of this test alone, by name. */
function partners<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  const test = randomUUID().slice(0, 8);
  return Object.fromEntries(names.map((name) => [name, `${name}-${test}@partner.example`])) as Record<Name, string>;
}

/** Refuses at a step as long as `when` says so, and counts. */
function refuse(step: DialogueStep['step'], reply: SmtpReply, when: (asked: DialogueStep, times: number) => boolean) {
  let times = 0;
  world.smtp.before = async (asked) => {
    if (asked.step !== step) return;
    if (when(asked, times)) {
      times += 1;
      throw reply;
    }
  };
  return () => times;
}

async function untilDeferred(mail: HandedMail): Promise<void> {
  await eventually('the mail waits', async () => (await world.stateOf(mail)) === 'deferred', recoveryMs);
}

it(
  'a greylisted recipient gets the mail minutes later, once, and nobody is told anything',
  async () => {
    const { patient } = partners('patient');
    const refusals = refuse('rcpt', new SmtpReply(451, '4.7.1 Greylisted, try again'), (_, times) => times === 0);
    const mail = await world.hand(organization, { to: patient });
    await untilDeferred(mail);
    const { nextAttemptAt, attempts, recipients } = await world.recordOf(mail);
    const waitMs = Date.parse(nextAttemptAt ?? '') - Date.parse(recipients[0]?.changedAt ?? '');
    expect({ attempts, refusals: refusals() }).toEqual({ attempts: 1, refusals: 1 });
    expect(waitMs).toBeGreaterThanOrEqual(minuteMs);
    expect(waitMs).toBeLessThanOrEqual(10 * minuteMs);
    await worker.setAhead(15 * minuteMs);
    expect(await world.restOf(mail)).toBe('sent');
    expect((await world.recordOf(mail)).attempts).toBe(2);
  },
  startMs,
);

it.each([
  ['RCPT', 'rcpt', '5.1.1 No such user'],
  ['the final dot', 'data', '5.6.0 Not this one'],
] as const)(
  'a refusal for good at %s is tried once and told once',
  async (_, step, words) => {
    const { nobody } = partners('nobody');
    const refusals = refuse(step, new SmtpReply(550, words), () => true);
    const mail = await world.hand(organization, { to: nobody });
    expect(await world.restOf(mail)).toBe('undeliverable');
    // Whatever would be tried again would be by now.
    await worker.setAhead(2 * 60 * minuteMs);
    await world.expectKeptPromisesAndNotices();
    world.smtp.before = async () => {};
    expect(await world.restOf(await world.hand(organization))).toBe('sent');
    expect(refusals()).toBe(1);
    expect(await world.recordOf(mail)).toMatchObject({
      attempts: 1,
      recipients: [{ state: 'undeliverable', answer: { replyCode: 550 } }],
    });
  },
  startMs,
);

it(
  'of three recipients one is served at once, one later and one never: each gets its own end, and the first no second copy',
  async () => {
    const { now, later, never } = partners('now', 'later', 'never');
    let laterTimes = 0;
    world.smtp.before = async ({ step, recipient }) => {
      if (step !== 'rcpt') return;
      if (recipient === never) throw new SmtpReply(550, '5.1.1 No such user');
      if (recipient === later && (laterTimes += 1) === 1) throw new SmtpReply(450, '4.2.0 Busy');
    };
    const mail = await world.hand(organization, { to: [now, later, never] });
    const states = async () =>
      Object.fromEntries((await world.recordOf(mail)).recipients.map(({ recipient, state }) => [recipient, state]));
    await eventually('the first attempt is over', async () => (await states())[now] === 'sent', recoveryMs);
    expect(await states()).toEqual({ [now]: 'sent', [later]: 'deferred', [never]: 'undeliverable' });
    await worker.setAhead(10 * minuteMs);
    await eventually('the second is', async () => (await states())[later] === 'sent', recoveryMs);
    expect(await states()).toEqual({ [now]: 'sent', [later]: 'sent', [never]: 'undeliverable' });
    const arrivals = world.smtp.mails.filter(({ messageId }) => messageId === mail.messageId);
    expect(arrivals.map(({ recipients }) => recipients)).toEqual([[now], [later]]);
  },
  startMs,
);

it(
  'a clock that is an hour ahead ends no mail early: what had half an hour left goes when the clock is right again',
  async () => {
    const { hurried } = partners('hurried');
    refuse('rcpt', new SmtpReply(451, '4.3.0 Later'), ({ recipient }, times) => recipient === hurried && times === 0);
    const expiresAt = new Date(Date.now() + 30 * minuteMs).toISOString();
    const mail = await world.hand(organization, { to: hurried, expiresAt });
    await untilDeferred(mail);
    await worker.setAhead(60 * minuteMs);
    // The dispatcher has looked at everything that it takes for due or overdue, and gone on.
    expect(await world.restOf(await world.hand(organization))).toBe('sent');
    expect(await world.stateOf(mail)).toBe('deferred');
    await worker.setAhead(5 * minuteMs);
    expect(await world.restOf(mail)).toBe('sent');
  },
  startMs,
);

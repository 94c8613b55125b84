import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandedMail } from '../support/delivery-history';
import { eventually } from '../support/eventually';
import { startExtraWorker } from '../support/extra-worker';
import { FaultProxy } from '../support/fault-proxy';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import { Gate, type DialogueStep } from '../support/recording-smtp-server';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const organizations = ['acme', 'bolt', 'cask'];
const hourMs = 3_600_000;

let world: FaultWorld;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  // The SMTP server tells of every client that is killed.
  jest.spyOn(console, 'error').mockImplementation();
  world = await FaultWorld.start(afterwards, organizations);
}, startMs);

afterEach(async () => {
  world.smtp.before = async () => {};
  await world.expectKeptPromises();
}, startMs);

describe('a worker that is killed', () => {
  it(
    'before MAIL FROM, or between the go-ahead and the final dot, loses no mail and doubles none',
    async () => {
      const [login, body] = [new Gate(), new Gate()];
      holdAt({ acme: ['auth', login], bolt: ['data', body] });
      const early = await world.hand('acme');
      const late = await world.hand('bolt');
      await Promise.all([login.reached, body.reached]);
      // The go-ahead gets through to the worker; what it then says stays on the way, and never arrives.
      world.smtpNetwork.stall('toTarget');
      const heard = world.smtpNetwork.answered;
      body.open();
      await eventually('the worker has the go-ahead', () => world.smtpNetwork.answered > heard);
      await world.real.stack.kill('worker');
      world.smtpNetwork.cut();
      world.smtpNetwork.mend();
      login.open();
      const since = Date.now();
      await world.real.stack.restart('worker');
      expect(['sent', 'held']).toContain(await world.restOf(early));
      expect(['sent', 'held']).toContain(await world.restOf(late));
      expect(Date.now() - since).toBeLessThan(recoveryMs);
      expect(await world.restOf(await world.hand('bolt'))).toBe('sent');
    },
    startMs,
  );

  it(
    'only slept: it comes back to mail that another one has taken over, and sends nothing of it again',
    async () => {
      const end = new Gate();
      holdAt({ cask: ['end', end] });
      const mail = await world.hand('cask');
      await end.reached;
      world.real.freeze('worker');
      const successor = await startExtraWorker(world.real.stack);
      try {
        expect(await world.restOf(mail)).toBe('held');
        world.smtp.before = async () => {};
        expect(await world.restOf(await world.hand('cask'))).toBe('sent');
        end.open();
        world.real.thaw('worker');
        expect(await world.restOf(await world.hand('cask'))).toBe('sent');
        expect(arrivalsOf(mail)).toBe(1);
      } finally {
        world.real.thaw('worker');
        await successor.stop();
      }
    },
    startMs,
  );
});

describe('an API that is killed', () => {
  it(
    'between the commit and its answer gives the same mail to the same key afterwards',
    async () => {
      const door = await FaultProxy.start(Number(new URL(world.real.stack.addresses.api).port));
      door.stall('toClient');
      const unanswered = world.hand('acme', { url: `http://127.0.0.1:${door.port}`, to: 'once@partner.example' });
      await eventually('the API has answered', () => door.answered > 0);
      await world.real.stack.kill('api');
      await door.close();
      const unknown = await unanswered;
      expect(unknown.outcome).toBe('unknown');
      await world.real.stack.restart('api');
      const first = await world.handAgain('acme', unknown);
      const second = await world.handAgain('acme', unknown);
      expect(second.id).toBe(first.id);
      expect(await world.restOf(first)).toBe('sent');
      expect(arrivalsOf(first)).toBe(1);
    },
    startMs,
  );
});

describe('a database that stalls', () => {
  it(
    'gets no mail acknowledged that it has not written; afterwards each is taken over once',
    async () => {
      world.real.freeze('mongodb');
      const refused = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      expect(refused.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown']);
      world.real.thaw('mongodb');
      for (const [index, mail] of refused.entries()) {
        const taken = await world.handAgain(organizations[index] ?? '', mail);
        expect(await world.restOf(taken)).toBe('sent');
      }
    },
    startMs,
  );
});

describe('a clock that jumps by an hour', () => {
  it(
    'forward and back again expires no mail early and sends none twice',
    async () => {
      const file = join(world.real.stack.dataDirectory, 'clock-shift');
      await writeFile(file, '0');
      await world.real.stack.kill('worker');
      const preload = `--require ${join(__dirname, '..', 'support', 'shifted-clock.js')}`;
      const worker = await startExtraWorker(world.real.stack, { NODE_OPTIONS: preload, CLOCK_SHIFT_FILE: file });
      try {
        const mails: HandedMail[] = [];
        for (const shift of [0, hourMs, 0, -hourMs, 0]) {
          await writeFile(file, String(shift));
          mails.push(await world.hand('acme'), await world.hand('bolt'));
        }
        const ends = await Promise.all(mails.map(async (mail) => await world.restOf(mail)));
        expect(new Set(ends)).toEqual(new Set(['sent']));
        expect(mails.map(arrivalsOf)).toEqual(mails.map(() => 1));
      } finally {
        await worker.stop();
        await world.real.stack.restart('worker');
      }
    },
    startMs,
  );
});

function holdAt(gates: Readonly<Record<string, readonly [DialogueStep['step'], Gate]>>): void {
  world.smtp.before = async ({ step, user }) => {
    const [where, gate] = gates[user] ?? [];
    if (step === where) await gate?.pass();
  };
}

function arrivalsOf({ messageId }: HandedMail): number {
  return world.smtp.mails.filter((mail) => mail.messageId === messageId).length;
}

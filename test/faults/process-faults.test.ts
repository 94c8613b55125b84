import { randomUUID } from 'node:crypto';

import { startClockedWorker } from '../support/clocked-worker';
import type { HandedMail } from '../support/delivery-history';
import { eventually } from '../support/eventually';
import { startExtraApi } from '../support/extra-api';
import { startExtraWorker } from '../support/extra-worker';
import { FaultProxy } from '../support/fault-proxy';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import { Gate, type DialogueStep } from '../support/recording-smtp-server';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const organizations = ['acme', 'bolt', 'cask', 'dusk'];
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
    'loses no mail and doubles none, wherever on the wire they are: what had not begun goes again, what may have arrived is held',
    async () => {
      const gates = {
        acme: ['auth', new Gate()],
        bolt: ['rcpt', new Gate()],
        cask: ['rcpt', new Gate()],
        dusk: ['end', new Gate()],
      } as const;
      holdAt(gates);
      const mails = await Promise.all(organizations.map(async (id) => await world.hand(id)));
      await Promise.all(Object.values(gates).map(async ([, gate]) => await gate.reached));
      // The go-ahead gets through to the worker; the mail that it then sends stays on the way, and never arrives.
      world.smtpNetwork.stall('toTarget');
      const said = world.smtpNetwork.asked;
      gates.cask[1].open();
      await eventually('the worker has sent some of the mail', () => world.smtpNetwork.asked > said);
      const killedAt = Date.now();
      await world.real.stack.kill('worker');
      world.smtpNetwork.cut();
      for (const [, gate] of Object.values(gates)) gate.open();
      world.smtp.before = async () => {};
      world.smtpNetwork.mend();
      await restartWorkerAnd(async () => {
        expect(await world.endsOf(mails)).toEqual(['sent', 'sent', 'held', 'held']);
        const items = (await world.real.api.get('/v1/messages?state=held&limit=200', 'ops')).body['items'];
        for (const { id } of mails.slice(2)) expect(items).toContainEqual(expect.objectContaining({ id }));
        expect(Date.now() - killedAt).toBeLessThan(60_000);
        const next = await Promise.all(organizations.map(async (id) => await world.hand(id)));
        expect(new Set(await world.endsOf(next))).toEqual(new Set(['sent']));
        expect(mails.map(arrivalsOf)).toEqual([1, 1, 0, 1]);
      });
    },
    startMs,
  );

  it(
    'after the answer and before its record leaves the mail held, until somebody who knows says that it was sent',
    async () => {
      const end = new Gate();
      holdAt({ acme: ['end', end] });
      const mail = await world.hand('acme');
      await end.reached;
      world.real.freeze('mongodb');
      const heard = world.smtpNetwork.answered;
      end.open();
      await eventually('the worker has the answer', () => world.smtpNetwork.answered > heard);
      await world.real.stack.kill('worker');
      // What the worker may have said to it meanwhile is lost with it.
      await world.real.stack.kill('mongodb');
      await world.real.stack.restart('mongodb');
      await restartWorkerAnd(async () => {
        expect(await world.restOf(mail)).toBe('held');
        const body = { resolution: 'sent', reason: 'The relay lists it as delivered' };
        const resolved = await world.real.api.call('POST', `/v1/messages/${mail.id}/resolve`, 'ops', { body });
        expect(resolved).toMatchObject({ status: 200, body: { state: 'sent' } });
        const history = await world.real.api.get(`/v1/messages/${mail.id}/history`, 'ops');
        expect(history.body).toMatchObject({ attempts: [{ kind: 'held' }], resolutions: [body] });
        world.smtp.before = async () => {};
        expect(await world.restOf(await world.hand('acme'))).toBe('sent');
        expect(arrivalsOf(mail)).toBe(1);
      });
    },
    startMs,
  );

  it(
    'only slept: it comes back to mail that another one has taken over, and sends nothing of it again',
    async () => {
      const end = new Gate();
      holdAt({ cask: ['end', end] });
      const first = await world.hand('cask');
      await end.reached;
      // They stand behind it in the hands of the worker that falls asleep, and in those of its successor.
      const behind = await Promise.all(Array.from({ length: 20 }, async () => await world.hand('cask')));
      world.real.freeze('worker');
      const successor = await startExtraWorker(world.real.stack);
      try {
        // Missed when it has not given a sign of life for the time that is set.
        expect(await world.restOf(first)).toBe('held');
        world.smtp.before = async () => {};
        for (const mail of behind) expect(await world.restOf(mail)).toBe('sent');
        end.open();
        world.real.thaw('worker');
        const after = await Promise.all(Array.from({ length: 10 }, async () => await world.hand('cask')));
        // Where two take each other for dead, a mail may stay in the open; none goes twice.
        for (const mail of after) expect(['sent', 'held']).toContain(await world.restOf(mail));
        // It knows the answer after all: that is no second copy, and may be recorded.
        expect(['held', 'sent']).toContain(await world.restOf(first));
        expect([first, ...behind].map(arrivalsOf)).toEqual(Array.from({ length: 21 }, () => 1));
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
      expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
      world.real.thaw('mongodb');
      for (const [index, mail] of refused.entries()) {
        const taken = await world.handAgain(organizations[index] ?? '', mail);
        expect(await world.restOf(taken)).toBe('sent');
      }
    },
    startMs,
  );
});

describe('a database that is killed', () => {
  it(
    'gets no mail acknowledged while it is away; what it had acknowledged goes once it is back, and no mail twice',
    async () => {
      const before = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      await world.real.stack.kill('mongodb');
      const refused = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
      await world.real.stack.restart('mongodb');
      const since = Date.now();
      const taken = await Promise.all(
        refused.map(async (mail, index) => await world.handAgain(organizations[index] ?? '', mail)),
      );
      for (const mail of before) expect(['sent', 'held']).toContain(await world.restOf(mail));
      for (const mail of taken) expect(await world.restOf(mail)).toBe('sent');
      expect(Date.now() - since).toBeLessThan(recoveryMs);
    },
    startMs,
  );
});

describe('Temporal that is killed', () => {
  it(
    'is missed by nobody who hands mail over: each goes once it is back with its database, without an operator',
    async () => {
      const before = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      await world.real.stack.kill('temporal');
      const meanwhile = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      expect(new Set(meanwhile.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
      await world.real.stack.restart('temporal');
      const since = Date.now();
      for (const mail of [...before, ...meanwhile]) expect(['sent', 'held']).toContain(await world.restOf(mail));
      for (const mail of meanwhile) expect(await world.stateOf(mail)).toBe('sent');
      expect(Date.now() - since).toBeLessThan(recoveryMs);
    },
    startMs,
  );
});

describe('a network that is cut', () => {
  it(
    'between worker and mail server leaves in the open only what was on its way, and the rest goes when it is whole',
    async () => {
      const end = new Gate();
      holdAt({ bolt: ['end', end] });
      const onItsWay = await world.hand('bolt');
      await end.reached;
      world.smtpNetwork.cut();
      end.open();
      world.smtp.before = async () => {};
      const waiting = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      expect(await world.restOf(onItsWay)).toBe('held');
      world.smtpNetwork.mend();
      for (const mail of waiting) expect(await world.restOf(mail)).toBe('sent');
      expect(arrivalsOf(onItsWay)).toBe(1);
    },
    startMs,
  );

  it(
    'between the services and Temporal stops no mail for good',
    async () => {
      world.temporalNetwork.cut();
      const mails = await Promise.all(organizations.map(async (organization) => await world.hand(organization)));
      expect(new Set(mails.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
      world.temporalNetwork.mend();
      for (const mail of mails) expect(await world.restOf(mail)).toBe('sent');
    },
    startMs,
  );

  it(
    'between an API and its database, before a mail is written or before that is known, gets none acknowledged; repeated, it is one',
    async () => {
      const { real } = world;
      const { network, uri } = await FaultProxy.beforeMongodb(real.stack.environment['MONGODB_URI'] ?? '');
      const api = await startExtraApi(real.stack, { MONGODB_URI: uri });
      try {
        for (const lost of ['toTarget', 'toClient'] as const) {
          network.onPiece = (direction, bytes) => {
            if (direction === 'toTarget' && isInsertOfMail(bytes)) network.stall(lost);
          };
          const mails = organizations.map((id) => ({ id, key: randomUUID() }));
          const keys = mails.map(({ key }) => key);
          const handing = Promise.all(mails.map(async ({ id, key }) => await world.hand(id, { key, url: api.url })));
          await eventually('a mail is about to be written', () => network.isStalled);
          if (lost === 'toClient') await eventually('it is written', async () => (await mailsUnder(keys)) > 0);
          network.cut();
          const refused = await handing;
          expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
          network.onPiece = () => undefined;
          network.mend();
          const taken = await Promise.all(
            refused.map(async (mail, index) => await world.handAgain(organizations[index] ?? '', mail)),
          );
          expect(new Set(await world.endsOf(taken))).toEqual(new Set(['sent']));
          expect(await mailsUnder(keys)).toBe(mails.length);
        }
      } finally {
        await api.stop();
        await network.close();
      }
    },
    startMs,
  );
});

describe('a clock that jumps by an hour', () => {
  it(
    'forward and back again sends no mail twice',
    async () => {
      const worker = await startClockedWorker(world.real.stack);
      try {
        const mails: HandedMail[] = [];
        for (const ahead of [0, hourMs, 0, -hourMs, 0]) {
          await worker.setAhead(ahead);
          mails.push(await world.hand('acme'), await world.hand('bolt'));
        }
        const ends = await Promise.all(mails.map(async (mail) => await world.restOf(mail)));
        expect(new Set(ends)).toEqual(new Set(['sent']));
        expect(mails.map(arrivalsOf)).toEqual(mails.map(() => 1));
      } finally {
        await worker.stop();
      }
    },
    startMs,
  );
});

function isInsertOfMail(bytes: Buffer): boolean {
  return bytes.includes('insert') && bytes.includes('outbox');
}

async function mailsUnder(keys: readonly string[]): Promise<number> {
  return await world.real.database.collection('outbox').countDocuments({ idempotencyKey: { $in: keys } });
}

/** Without an operator, everything is at rest again in time (I10). */
async function restartWorkerAnd(expectations: () => Promise<void>): Promise<void> {
  const since = Date.now();
  await world.real.stack.restart('worker');
  await expectations();
  expect(Date.now() - since).toBeLessThan(recoveryMs);
}

function holdAt(gates: Readonly<Record<string, readonly [DialogueStep['step'], Gate]>>): void {
  world.smtp.before = async ({ step, user }) => {
    const [where, gate] = gates[user] ?? [];
    if (step === where) await gate?.pass();
  };
}

function arrivalsOf({ messageId }: HandedMail): number {
  return world.smtp.mails.filter((mail) => mail.messageId === messageId).length;
}

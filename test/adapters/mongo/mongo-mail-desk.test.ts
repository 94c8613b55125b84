import { randomUUID } from 'node:crypto';

import type { MailRecord } from '../../../activities/ports/outbox';
import { entriesOf } from '../../../adapters/mongo/dispatch-ledger';
import { MongoMailDesk } from '../../../adapters/mongo/mongo-mail-desk';
import { MongoOutbox } from '../../../adapters/mongo/mongo-outbox';
import { at, attempt, claim, claimNext, newMail, outcome, recordOutcomes } from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

const [ann, bob] = ['ann@x.example', 'bob@x.example'] as const;

let mongo: TestMongo;
let outbox: MongoOutbox;
let desk: MongoMailDesk;

beforeAll(async () => {
  mongo = await openTestMongo();
  outbox = new MongoOutbox(mongo.connection);
  desk = new MongoMailDesk(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

async function acceptedMail(recipients: readonly string[] = [ann]): Promise<MailRecord> {
  return await outbox.accept(newMail({ organizationId: randomUUID(), recipients }));
}

/** A mail whose dispatcher died while it was being sent. */
async function heldMail(recipients: readonly string[] = [ann]): Promise<MailRecord> {
  const mail = await acceptedMail(recipients);
  await claim(outbox, mail.organizationId, 1);
  await outbox.takeOver(mail.organizationId, at(2));
  return mail;
}

describe('the history of a mail', () => {
  it('tells every attempt with what the server said to each recipient', async () => {
    const { id, organizationId } = await acceptedMail([ann, bob]);
    const first = (await claim(outbox, organizationId, 1))!;
    await recordOutcomes(first, [outcome(ann, 'sent', 'queued as 1'), outcome(bob, 'deferred', 'busy')], 1, at(2));
    await claim(outbox, organizationId, 3);
    await outbox.takeOver(organizationId, at(4));
    const { attempts } = await desk.history(id);
    expect(attempts).toMatchObject([
      { sequence: 1, kind: 'outcome', at: at(1), outcomes: [{ recipient: ann, answer: { text: 'queued as 1' } }, {}] },
      { sequence: 2, kind: 'held', at: at(4), outcomes: [] },
    ]);
  });

  it('is empty for a mail that was never attempted, and for an unknown one', async () => {
    const { id } = await acceptedMail();
    expect(await desk.history(id)).toEqual({ attempts: [], resolutions: [] });
    expect(await desk.history('unknown')).toEqual({ attempts: [], resolutions: [] });
  });
});

describe('cancelling', () => {
  it('ends what waits, and is repeatable', async () => {
    const { id, organizationId } = await acceptedMail();
    expect(await desk.cancel(id, at(1))).toMatchObject({ state: 'cancelled', nextAttemptAt: null });
    expect(await desk.cancel(id, at(2))).toMatchObject({ state: 'cancelled', recipients: [{ changedAt: at(1) }] });
    expect(await claim(outbox, organizationId, 3)).toBeNull();
    expect(await outbox.owedNotices(organizationId, at(90), 10)).toEqual([]);
  });

  it('lets an attempt go on that has begun, and no other follow it', async () => {
    const { id, organizationId } = await acceptedMail();
    const won = (await claim(outbox, organizationId, 1))!;
    expect(await desk.cancel(id, at(1))).toMatchObject({ state: 'sending' });
    await recordOutcomes(won, [outcome(ann, 'deferred')], 2, at(3));
    expect(await claimNext(won.run, 9)).toBeNull();
    expect(await outbox.find(id)).toMatchObject({ state: 'cancelled' });
  });

  it('never both cancels a mail and has it begun, whoever is faster', async () => {
    const organizationId = randomUUID();
    for (let turn = 0; turn < 30; turn += 1) {
      const { id } = await outbox.accept(newMail({ organizationId }));
      const run = await outbox.takeOver(organizationId, at(1));
      const [begun, cancelled] = await Promise.all([claimNext(run, 1), desk.cancel(id, at(1))]);
      expect([begun?.mail.id === id, cancelled.state]).not.toEqual([true, 'cancelled']);
      if (begun) await recordOutcomes({ run, claimed: begun }, [outcome('ann@customer.example', 'sent')], 1);
      await run.close();
    }
  });

  it('refuses a mail that has come to its end, and an unknown one', async () => {
    const { id, organizationId } = await acceptedMail();
    await attempt(outbox, organizationId, 'sent', 1);
    await expect(desk.cancel(id, at(2))).rejects.toMatchObject({ code: 'MESSAGE_ENDED' });
    await expect(desk.cancel('unknown', at(2))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a held mail', () => {
  const settled = { reason: 'The relay’s log shows it', by: 'ops-1', at: at(5) } as const;

  it('is settled as sent by somebody who knows, and keeps the reason', async () => {
    const { id } = await heldMail();
    const record = await desk.resolveHeld(id, { resolution: 'sent', ...settled });
    expect(record).toMatchObject({ state: 'sent', recipients: [{ changedAt: at(5) }] });
    expect((await desk.history(id)).resolutions).toEqual([{ resolution: 'sent', ...settled }]);
    const again = desk.resolveHeld(id, { resolution: 'resend', ...settled });
    await expect(again).rejects.toMatchObject({ code: 'MESSAGE_NOT_HELD' });
  });

  it('is settled once by a command, which gets its answer again, and whose id is good for nothing else', async () => {
    const { id, organizationId } = await heldMail();
    const command = { resolution: 'undeliverable', ...settled, commandId: 'c-1' } as const;
    await Promise.all([desk.resolveHeld(id, command), desk.resolveHeld(id, command)]);
    const repeated = await desk.resolveHeld(id, { ...command, at: at(9) });
    expect(repeated).toMatchObject({ state: 'undeliverable', recipients: [{ changedAt: at(5) }] });
    expect((await desk.history(id)).resolutions).toEqual([{ resolution: 'undeliverable', ...settled }]);
    expect(await outbox.owedNotices(organizationId, at(9), 10)).toHaveLength(1);
    const other = desk.resolveHeld(id, { ...command, resolution: 'resend' });
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const later = desk.resolveHeld(id, { ...command, commandId: 'c-2' });
    await expect(later).rejects.toMatchObject({ code: 'MESSAGE_NOT_HELD' });
  });

  it('is settled as soon as it can be seen to be held, although the outbox has not followed yet', async () => {
    const { id, organizationId } = await acceptedMail();
    await claim(outbox, organizationId, 1);
    // Whoever took over wrote this, and died.
    const known = { organizationId, epoch: 1, kind: 'held', route: 'customer', counted: true, outcomes: [] } as const;
    await mongo.connection.native(async (database) => {
      await entriesOf(database).insertOne({ _id: `${id}/1`, ...known, retryAt: null, at: new Date(at(2)) });
    });
    expect(await outbox.find(id)).toMatchObject({ state: 'held' });
    expect(await desk.resolveHeld(id, { resolution: 'sent', ...settled })).toMatchObject({ state: 'sent' });
    await outbox.takeOver(organizationId, at(6));
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('is settled at whatever moment it is first seen to be held', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const { id, organizationId } = await acceptedMail();
      await claim(outbox, organizationId, 1);
      const taking = outbox.takeOver(organizationId, at(2));
      while ((await outbox.find(id))?.state !== 'held');
      expect(await desk.resolveHeld(id, { resolution: 'sent', ...settled })).toMatchObject({ state: 'sent' });
      await taking;
    }
  });

  it('that did not arrive owes a notice', async () => {
    const { id, organizationId } = await heldMail();
    await desk.resolveHeld(id, { resolution: 'undeliverable', ...settled });
    expect(await outbox.find(id)).toMatchObject({ state: 'undeliverable' });
    expect(await outbox.owedNotices(organizationId, at(9), 10)).toMatchObject([{ mailId: id, recipient: ann }]);
  });

  it('is sent once more, with the same bytes, to those recipients who are held', async () => {
    const mail = await acceptedMail([ann, bob]);
    const won = (await claim(outbox, mail.organizationId, 1))!;
    await recordOutcomes(won, [outcome(ann, 'sent')], 1);
    expect(await outbox.find(mail.id)).toMatchObject({ state: 'held' });
    await desk.resolveHeld(mail.id, { resolution: 'resend', ...settled });
    const again = (await claim(outbox, mail.organizationId, 6))!;
    expect(again.claimed.recipients).toEqual([bob]);
    expect(again.claimed.bytes).toEqual(won.claimed.bytes);
    await recordOutcomes(again, [outcome(bob, 'sent')], 7);
    expect(await outbox.find(mail.id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('is listed for ops among those of all organizations, the oldest first', async () => {
    const [one, other] = [await heldMail(), await heldMail()];
    const listed = await desk.needingAttention({ state: 'held' }, { limit: 1_000 });
    const ids = listed.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([one.id, other.id]));
    expect(new Set(listed.map(({ state }) => state))).toEqual(new Set(['held']));
    const rest = await desk.needingAttention(
      { state: 'held' },
      { limit: 1_000, after: { value: listed[0]!.acceptedAt, id: ids[0]! } },
    );
    expect(rest.map(({ id }) => id)).toEqual(ids.slice(1));
    const ofOne = { state: 'held', organizationId: one.organizationId } as const;
    expect((await desk.needingAttention(ofOne, { limit: 10 })).map(({ id }) => id)).toEqual([one.id]);
    expect(await desk.needingAttention({ ...ofOne, until: one.acceptedAt }, { limit: 10 })).toEqual([]);
  });
});

describe('the search', () => {
  it('finds mails by recipient, state, category and time of acceptance', async () => {
    const organizationId = randomUUID();
    const categories = ['marketing', 'transactional', 'transactional'] as const;
    const times = categories.map((category, index) => ({ organizationId, category, acceptedAt: at(index + 1) }));
    const [first, second, third] = await Promise.all(
      times.map((time, index) => outbox.accept(newMail({ ...time, recipients: [index === 1 ? bob : ann] }))),
    );
    await desk.cancel(third!.id, at(4));
    const found = async (wanted: object) =>
      (await outbox.list({ organizationId, ...wanted }, { limit: 10 })).map(({ id }) => id);
    expect(await found({ recipient: ann })).toEqual([third!.id, first!.id]);
    expect(await found({ category: 'marketing' })).toEqual([first!.id]);
    expect(await found({ route: 'customer' })).toEqual([]);
    expect(await found({ state: 'cancelled' })).toEqual([third!.id]);
    expect(await found({ state: 'accepted' })).toEqual([second!.id, first!.id]);
    expect(await found({ since: at(2), until: at(3) })).toEqual([second!.id]);
    expect(await found({ recipient: ann, state: 'accepted', since: at(2) })).toEqual([]);
  });
});

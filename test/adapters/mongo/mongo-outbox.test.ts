import { randomUUID } from 'node:crypto';

import { BodyBudget } from '../../../adapters/mongo/body-budget';
import { MongoMailDesk } from '../../../adapters/mongo/mongo-mail-desk';
import { MongoOutbox } from '../../../adapters/mongo/mongo-outbox';
import { mailSizeLimit } from '../../../adapters/mongo/new-mail-document';
import {
  allCategories,
  at,
  attempt,
  begin,
  claim,
  claimNext,
  newMail,
  outcome,
  recordOutcomes,
} from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let outbox: MongoOutbox;
const commands: string[] = [];

beforeAll(async () => {
  mongo = await openTestMongo((command) => commands.push(Object.keys(command)[0] ?? ''));
  outbox = new MongoOutbox(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

describe('accepting', () => {
  it('answers with the mail as it stands, and finds it again', async () => {
    const mail = newMail({ notBefore: at(5), recipients: ['ann@customer.example', 'bob@customer.example'] });
    const record = await outbox.accept(mail);
    const { id, organizationId, category, messageId, replyTo, subject, acceptedAt, expiresAt } = mail;
    const waiting = { state: 'accepted', answer: null, changedAt: at(0) };
    expect(record).toEqual({
      id,
      organizationId,
      category,
      messageId,
      replyTo,
      subject,
      acceptedAt,
      expiresAt,
      locale: null,
      resendOf: null,
      state: 'accepted',
      route: null,
      attempts: 0,
      nextAttemptAt: at(5),
      recipients: mail.recipients.map((recipient) => ({ recipient, ...waiting })),
    });
    expect(await outbox.find(id)).toEqual(record);
    expect(await outbox.find('unknown')).toBeNull();
  });

  it('knows whose mail still waits that was due some time ago, and whether anybody has it in hand', async () => {
    const organizationId = randomUUID();
    const later = newMail({ organizationId, category: 'informational', notBefore: at(10) });
    await outbox.accept(later);
    const asked = [randomUUID(), organizationId];
    expect(await outbox.waitingSince(asked, at(9))).toEqual(new Map());
    expect(await outbox.waitingSince(asked, at(10))).toEqual(new Map([[organizationId, 'left']]));
    const run = await outbox.takeOver(organizationId, at(10));
    expect(await outbox.waitingSince(asked, at(10))).toEqual(new Map([[organizationId, 'in-hand']]));
    await run.close();
    expect(await outbox.waitingSince(asked, at(10))).toEqual(new Map([[organizationId, 'left']]));
    await attempt(outbox, organizationId, 'sent', 11);
    expect(await outbox.waitingSince(asked, at(12))).toEqual(new Map());
  });

  it('answers a repeated key with the first mail, and refuses the key for another request', async () => {
    const mail = newMail();
    const first = await outbox.accept(mail);
    expect(await outbox.accept({ ...mail, id: randomUUID(), subject: 'again' })).toEqual(first);
    await expect(outbox.accept({ ...mail, id: randomUUID(), fingerprint: 'f-2' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const elsewhere = await outbox.accept({ ...mail, id: randomUUID(), organizationId: 'other' });
    expect(elsewhere.id).not.toBe(first.id);
  });

  it('tells what was accepted under a key, and by which request', async () => {
    const mail = newMail({ fingerprint: 'f-1' });
    const { organizationId, idempotencyKey } = mail;
    expect(await outbox.findByKey(organizationId, idempotencyKey)).toBeNull();
    const first = await outbox.accept(mail);
    expect(await outbox.findByKey(organizationId, idempotencyKey)).toEqual({ mail: first, fingerprint: 'f-1' });
    expect(await outbox.findByKey('other', idempotencyKey)).toBeNull();
  });

  it('makes one mail of 50 accepts with one key at the same time', async () => {
    const organizationId = randomUUID();
    const key = { organizationId, idempotencyKey: 'k' };
    const records = await Promise.all(Array.from({ length: 50 }, () => outbox.accept(newMail(key))));
    expect(new Set(records.map(({ id }) => id)).size).toBe(1);
    expect(await mongo.raw.collection('outbox').countDocuments({ organizationId })).toBe(1);
  });

  it('writes to each address once', async () => {
    const record = await outbox.accept(newMail({ recipients: ['a@x.example', 'b@x.example', 'a@x.example'] }));
    expect(record.recipients.map(({ recipient }) => recipient)).toEqual(['a@x.example', 'b@x.example']);
  });

  it('takes a mail at the size limit and refuses what one document cannot hold', async () => {
    const organizationId = randomUUID();
    const largest = newMail({ organizationId, bytes: Buffer.alloc(mailSizeLimit, 'x') });
    await outbox.accept(largest);
    expect((await claim(outbox, organizationId, 1))!.claimed.bytes.length).toBe(mailSizeLimit);
    const invalid = { code: 'MESSAGE_INVALID' };
    const tooLarge = newMail({ bytes: Buffer.alloc(mailSizeLimit + 1, 'x') });
    const tooMany = newMail({ recipients: Array.from({ length: 1001 }, (_v, index) => `r${index}@x.example`) });
    await expect(outbox.accept(tooLarge)).rejects.toMatchObject(invalid);
    await expect(outbox.accept(tooMany)).rejects.toMatchObject(invalid);
    await expect(outbox.accept(newMail({ recipients: [] }))).rejects.toMatchObject(invalid);
  });

  it('lists the newest first, page by page, also among mails of the same moment', async () => {
    const organizationId = randomUUID();
    for (const minutes of [1, 2, 2, 2, 3]) await outbox.accept(newMail({ organizationId, acceptedAt: at(minutes) }));
    const all = await outbox.list({ organizationId }, { limit: 10 });
    expect(all.map(({ acceptedAt }) => acceptedAt)).toEqual([3, 2, 2, 2, 1].map(at));
    const after = { value: all[1]!.acceptedAt, id: all[1]!.id };
    expect(await outbox.list({ organizationId }, { limit: 10, after })).toEqual(all.slice(2));
    expect(await outbox.list({ organizationId: randomUUID() }, { limit: 2, after })).toEqual([]);
  });

  it('asks lanes and the ledger only about mail that may be in hand, or whose answers stand there', async () => {
    const organizationId = randomUUID();
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const later = { notBefore: inAnHour, expiresAt: new Date(Date.now() + 7_200_000).toISOString() };
    await outbox.accept(newMail({ organizationId, ...later }));
    const asked = async () => {
      const before = commands.length;
      const mails = await outbox.list({ organizationId }, { limit: 10 });
      return { finds: commands.length - before, states: mails.map(({ state }) => state).toSorted() };
    };
    expect(await asked()).toEqual({ finds: 1, states: ['accepted'] });
    await outbox.accept(newMail({ organizationId }));
    expect(await asked()).toEqual({ finds: 3, states: ['accepted', 'accepted'] });
    await attempt(outbox, organizationId, 'sent', 1);
    expect(await asked()).toEqual({ finds: 2, states: ['accepted', 'sent'] });
  });
});

describe('claiming', () => {
  it('hands over bytes and waiting recipients, and shows the mail as being sent', async () => {
    const mail = newMail({ organizationId: randomUUID() });
    const accepted = await outbox.accept(mail);
    const { claimed } = (await claim(outbox, mail.organizationId, 1))!;
    expect(claimed.mail).toEqual(accepted);
    expect(Buffer.from(claimed.bytes)).toEqual(Buffer.from(mail.bytes));
    expect(claimed.recipients).toEqual(mail.recipients);
    const sending = { state: 'sending', route: 'customer', attempts: 1, nextAttemptAt: null };
    expect(await outbox.find(mail.id)).toMatchObject(sending);
    expect((await outbox.list({ organizationId: mail.organizationId }, { limit: 1 }))[0]).toMatchObject(sending);
  });

  it('gives each mail to one lane, in the order in which they are due', async () => {
    const organizationId = randomUUID();
    for (let index = 0; index < 10; index += 1) await outbox.accept(newMail({ organizationId, notBefore: at(index) }));
    const run = await outbox.takeOver(organizationId, at(30));
    const wanted = {
      route: 'customer',
      categories: allCategories,
      lanes: [0, 1, 2],
      mailsPerLane: 2,
      now: at(30),
    } as const;
    const [first, second] = [await run.claim(wanted), await run.claim(wanted)];
    const lanesOf = (claimed: typeof first) =>
      [...claimed!.mails.values()].map((mails) => mails.map(({ mail }) => mail.nextAttemptAt));
    expect(lanesOf(first)).toEqual([
      [at(0), at(3)],
      [at(1), at(4)],
      [at(2), at(5)],
    ]);
    expect(lanesOf(second)).toEqual([[at(6), at(9)], [at(7)], [at(8)]]);
    expect([first!.nextDueAt, second!.nextDueAt]).toEqual([at(6), null]);
  });

  it('is for the last of many who took over, and for none before', async () => {
    const organizationId = randomUUID();
    for (let index = 0; index < 25; index += 1) await outbox.accept(newMail({ organizationId }));
    const runs = await Promise.all(Array.from({ length: 50 }, () => outbox.takeOver(organizationId, at(1))));
    const claims = await Promise.all(runs.map((run) => claimNext(run, 1)));
    expect(claims.filter((each) => each !== null)).toHaveLength(1);
  });

  it('takes only what is due, not past its age, of the categories asked for, the longest due first', async () => {
    const organizationId = randomUUID();
    const later = newMail({ organizationId, notBefore: at(10) });
    const sooner = newMail({ organizationId, notBefore: at(5), category: 'informational' });
    const past = newMail({ organizationId, expiresAt: at(1) });
    for (const mail of [later, sooner, past]) await outbox.accept(mail);
    const run = await outbox.takeOver(organizationId, at(4));
    expect(await claimNext(run, 4)).toBeNull();
    expect(await claimNext(run, 5, ['transactional', 'notice'])).toBeNull();
    expect(await claim(outbox, randomUUID(), 20)).toBeNull();
    expect((await claimNext(run, 20))!.mail.id).toBe(sooner.id);
    expect((await claimNext(run, 20))!.mail.id).toBe(later.id);
    expect(await claimNext(run, 20)).toBeNull();
    expect(await outbox.find(past.id)).toMatchObject({ state: 'expired' });
  });

  it('takes mail that it was told of without looking for other mail, and passes over what is not due for the first time', async () => {
    const organizationId = randomUUID();
    const mails = Array.from({ length: 5 }, () => newMail({ organizationId }));
    const [told, also, tried, cancelled, untold] = mails.map(({ id }) => id);
    for (const mail of mails) await outbox.accept(mail);
    const run = await outbox.takeOver(organizationId, at(1));
    const lanes = { route: 'customer', categories: allCategories, lanes: [0], mailsPerLane: 9, now: at(2) } as const;
    const idsOf = (claimed: Awaited<ReturnType<typeof run.claim>>) =>
      (claimed?.mails.get(0) ?? []).map(({ mail }) => mail.id);
    const first = await run.claim({ ...lanes, hinted: [tried!] });
    await recordOutcomes(
      { run, claimed: first!.mails.get(0)![0]! },
      [outcome(mails[2]!.recipients[0]!, 'deferred')],
      2,
      at(9),
    );
    await new MongoMailDesk(mongo.connection).cancel(cancelled!, at(2));
    const claimed = await run.claim({ ...lanes, hinted: [told!, tried!, cancelled!, also!, told!, randomUUID()] });
    expect(idsOf(claimed)).toEqual([told, also]);
    expect(claimed).not.toHaveProperty('nextDueAt');
    expect(idsOf(await run.claim({ ...lanes, hinted: [told!] }))).toEqual([]);
    expect(idsOf(await run.claim(lanes))).toEqual([untold]);
  });

  it('lets what was not started be claimed again', async () => {
    const { organizationId, id } = await outbox.accept(newMail({ organizationId: randomUUID() }));
    const { run, claimed } = (await claim(outbox, organizationId, 1))!;
    run.giveBack(0, [claimed]);
    await run.close();
    expect(await outbox.find(id)).toMatchObject({ state: 'accepted', attempts: 0 });
    expect(await claimNext(run, 2)).toEqual(claimed);
  });
});

describe('the memory for content', () => {
  const size = 100_000;
  const large = (organizationId: string, minute: number) =>
    newMail({ organizationId, notBefore: at(minute), bytes: Buffer.alloc(size, 'a') });
  const lanes = { route: 'customer', categories: allCategories, lanes: [0, 1], mailsPerLane: 6, now: at(30) } as const;

  it('bounds what is claimed at a time, whatever there is; each lane keeps the order and all mail gets its turn', async () => {
    const budget = new BodyBudget(12 * size);
    const bounded = new MongoOutbox(mongo.connection, null, budget);
    const organizationId = randomUUID();
    for (let minute = 0; minute < 12; minute += 1) await bounded.accept(large(organizationId, minute));
    const run = await bounded.takeOver(organizationId, at(30));
    const sent = new Set<string>();
    let most = 0;
    for (let turn = 0; sent.size < 12 && turn < 30; turn += 1) {
      const claimed = await run.claim(lanes);
      most = Math.max(most, budget.heldBytes);
      for (const [lane, mails] of claimed!.mails) {
        const due = mails.map(({ mail }) => Date.parse(mail.nextAttemptAt ?? ''));
        expect(due).toEqual(due.toSorted((one, next) => one - next));
        for (const mail of mails) {
          const outcomes = [outcome(mail.recipients[0]!, 'sent')];
          const attempted = {
            lane,
            claimed: mail,
            route: 'customer',
            outcomes,
            retryAt: null,
            attempted: true,
          } as const;
          expect(await run.record({ ...attempted, now: at(31) })).toBe(true);
          sent.add(mail.mail.id);
        }
      }
    }
    await run.close();
    expect(sent.size).toBe(12);
    // A quarter of it for one claim, and the mail that filled it.
    expect(most).toBeLessThanOrEqual(4 * size);
    expect(budget.heldBytes).toBe(0);
  });

  it('lets an organization that has nothing in hand send one mail while others hold everything', async () => {
    const budget = new BodyBudget(size);
    const bounded = new MongoOutbox(mongo.connection, null, budget);
    const [greedy, modest] = [randomUUID(), randomUUID()];
    for (const organizationId of [greedy, modest]) {
      for (let minute = 0; minute < 3; minute += 1) await bounded.accept(large(organizationId, minute));
    }
    const first = await bounded.takeOver(greedy, at(30));
    const held = await first.claim(lanes);
    expect([...held!.mails.values()].flat()).toHaveLength(1);
    const run = await bounded.takeOver(modest, at(30));
    const claimed = await run.claim(lanes);
    expect([...claimed!.mails.values()].flat()).toHaveLength(1);
    expect(claimed!.nextDueAt).toBe(at(30));
    await Promise.all([first.close(), run.close()]);
    expect(budget.heldBytes).toBe(0);
  });
});

describe('recording outcomes', () => {
  it('ends a mail whose recipients all got it', async () => {
    const { id, organizationId } = await outbox.accept(newMail({ organizationId: randomUUID() }));
    expect(await attempt(outbox, organizationId, 'sent', 1)).toBe(true);
    const found = await outbox.find(id);
    expect(found).toMatchObject({ state: 'sent', nextAttemptAt: null, attempts: 1, route: 'customer' });
    expect(found!.recipients[0]).toMatchObject({ changedAt: at(1), answer: { replyCode: 250, text: 'ok' } });
    expect(await claim(outbox, organizationId, 2)).toBeNull();
  });

  it('can be read at once, also before the outbox has followed', async () => {
    const { id, organizationId } = await outbox.accept(newMail({ organizationId: randomUUID() }));
    const { run, claimed } = (await claim(outbox, organizationId, 1))!;
    const outcomes = [outcome(claimed.recipients[0]!, 'sent')];
    await run.record({ lane: 0, claimed, route: 'customer', outcomes, retryAt: null, attempted: true, now: at(1) });
    const recorded = await outbox.find(id);
    expect(recorded).toMatchObject({ state: 'sent', attempts: 1, recipients: [{ answer: { replyCode: 250 } }] });
    await run.close();
    expect(await outbox.find(id)).toEqual(recorded);
    expect(await mongo.raw.collection<{ _id: string }>('outbox').findOne({ _id: id })).toMatchObject({ phase: 'done' });
  });

  it('keeps recipients apart: only the deferred one is tried again', async () => {
    const [ann, bob, eve] = ['ann@x.example', 'bob@x.example', 'eve@x.example'] as const;
    const mail = newMail({ organizationId: randomUUID(), recipients: [ann, bob, eve] });
    await outbox.accept(mail);
    const won = (await claim(outbox, mail.organizationId, 1))!;
    const outcomes = [outcome(ann, 'sent'), outcome(bob, 'deferred'), outcome(eve, 'undeliverable')];
    expect(await recordOutcomes(won, outcomes, 2, at(7))).toBe(true);
    expect(await outbox.find(mail.id)).toMatchObject({ state: 'deferred', nextAttemptAt: at(7), attempts: 1 });
    expect(await outbox.nextDueAt(mail.organizationId, ['transactional'])).toBe(at(7));
    expect(await claim(outbox, mail.organizationId, 6)).toBeNull();
    const again = await claim(outbox, mail.organizationId, 7);
    expect(again!.claimed.recipients).toEqual([bob]);
    const states = (await outbox.find(mail.id))!.recipients.map(({ state }) => state);
    expect(states).toEqual(['sent', 'sending', 'undeliverable']);
  });

  it('does not count an attempt that no server heard of', async () => {
    const { id, organizationId } = await outbox.accept(newMail({ organizationId: randomUUID() }));
    const { run, claimed } = (await claim(outbox, organizationId, 1))!;
    const outcomes = [outcome(claimed.recipients[0]!, 'deferred')];
    await run.record({ lane: 0, claimed, route: 'customer', outcomes, retryAt: at(2), attempted: false, now: at(1) });
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred', attempts: 0, nextAttemptAt: at(2) });
  });

  it('settles a mail that was held meanwhile, for the dispatcher that had it in hand', async () => {
    const [ann, bob] = ['ann@x.example', 'bob@x.example'] as const;
    const mail = newMail({ organizationId: randomUUID(), recipients: [ann, bob] });
    await outbox.accept(mail);
    const won = (await claim(outbox, mail.organizationId, 1))!;
    await outbox.takeOver(mail.organizationId, at(6));
    expect(await outbox.find(mail.id)).toMatchObject({
      state: 'held',
      attempts: 1,
      recipients: [{ changedAt: at(6) }, {}],
    });
    expect(await recordOutcomes(won, [outcome(ann, 'undeliverable')], 9)).toBe(false);
    const recipients = [
      { state: 'undeliverable', changedAt: at(9) },
      { state: 'held', changedAt: at(6) },
    ];
    expect(await outbox.find(mail.id)).toMatchObject({ recipients, attempts: 1 });
    expect(await outbox.owedNotices(mail.organizationId, at(9), 10)).toHaveLength(1);
    expect(await claimNext(won.run, 9)).toBeNull();
  });

  it('loses no notice that is settled at the same time', async () => {
    const [ann, bob] = ['ann@x.example', 'bob@x.example'] as const;
    const organizationId = randomUUID();
    const settledWhileRecorded = async (): Promise<void> => {
      const { id: mailId } = await outbox.accept(newMail({ organizationId, recipients: [ann, bob] }));
      const won = (await claim(outbox, organizationId, 1))!;
      await recordOutcomes(won, [outcome(ann, 'undeliverable'), outcome(bob, 'deferred')], 1, at(2));
      const again = (await claim(outbox, organizationId, 3))!;
      await Promise.all([
        recordOutcomes(again, [outcome(bob, 'sent')], 4),
        outbox.settleNotice({ mailId, recipient: ann }),
      ]);
    };
    for (let mail = 0; mail < 20; mail += 1) await settledWhileRecorded();
    expect(await outbox.owedNotices(organizationId, at(90), 100)).toEqual([]);
    expect(await mongo.raw.collection('outbox').countDocuments({ organizationId, noticeOwed: true })).toBe(0);
  });

  it('records once, however often it is tried', async () => {
    const { id, organizationId } = await outbox.accept(newMail({ organizationId: randomUUID() }));
    const won = (await claim(outbox, organizationId, 1))!;
    const outcomes = [outcome(won.claimed.recipients[0]!, 'deferred')];
    const results = await Promise.all(Array.from({ length: 20 }, () => recordOutcomes(won, outcomes, 1, at(2))));
    expect(new Set(results)).toEqual(new Set([true]));
    expect(await mongo.raw.collection('ledger').countDocuments({ organizationId })).toBe(1);
    expect(await outbox.find(id)).toMatchObject({ attempts: 1 });
  });

  it('holds a recipient without an outcome: nobody knows whether the mail got there', async () => {
    const mail = newMail({ organizationId: randomUUID(), recipients: ['ann@x.example', 'bob@x.example'] });
    await outbox.accept(mail);
    await recordOutcomes((await claim(outbox, mail.organizationId, 1))!, [outcome('ann@x.example', 'sent')], 1);
    const found = await outbox.find(mail.id);
    expect(found!.recipients.map(({ state }) => state)).toEqual(['sent', 'held']);
  });

  it('keeps a talkative server’s answer short, and one with operators as text', async () => {
    const { id, organizationId } = await outbox.accept(newMail({ organizationId: randomUUID() }));
    const won = (await claim(outbox, organizationId, 1))!;
    await recordOutcomes(
      won,
      [outcome(won.claimed.recipients[0]!, 'undeliverable', `$fence ${'x'.repeat(1_000_000)}`)],
      1,
    );
    const { text } = (await outbox.find(id))!.recipients[0]!.answer!;
    expect(text).toHaveLength(2_000);
    expect(text).toMatch(/^\$fence x+$/);
  });

  it('never plans an attempt beyond the age of the mail', async () => {
    const mail = newMail({ organizationId: randomUUID(), expiresAt: at(30) });
    await outbox.accept(mail);
    await attempt(outbox, mail.organizationId, 'deferred', 1, at(90));
    expect(await outbox.find(mail.id)).toMatchObject({ nextAttemptAt: at(30) });
  });
});

describe('taking a free organization in hand', () => {
  const told = { route: 'customer', categories: allCategories, lanes: [0], mailsPerLane: 5 } as const;
  /** A run that has taken the organization with its first claim, here of a mail that does not exist; null where it was not free. */
  const takeFree = async (from: MongoOutbox, organizationId: string) => {
    const run = from.whenFree(organizationId);
    return (await run.claim({ ...told, hinted: [randomUUID()], now: at(1) })) && run;
  };
  const grow = async (id: string, olderMs: number) => {
    const older = (time: string) => ({ $subtract: [time, olderMs] });
    const grown = { heldAt: older('$heldAt'), awaitedAt: older('$awaitedAt') };
    await mongo.raw.collection<{ _id: string }>('dispatches').updateOne({ _id: id }, [{ $set: grown }]);
  };

  it('is for one of many who try, for many organizations at once, and again when it is over', async () => {
    const ids = Array.from({ length: 5 }, () => randomUUID());
    const others = [new MongoOutbox(mongo.connection), new MongoOutbox(mongo.connection), outbox];
    const runs = await Promise.all(
      ids.flatMap((id) => others.map(async (other) => ({ id, run: await takeFree(other, id) }))),
    );
    const taken = runs.filter(({ run }) => run !== null);
    expect(taken.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    await taken[0]!.run!.close();
    const again = await takeFree(outbox, taken[0]!.id);
    expect(again).not.toBeNull();
    await Promise.all([again, ...taken.slice(1).map(({ run }) => run)].map(async (run) => await run!.close()));
  });

  it('is not for who finds a workflow’s dispatcher, until that has let go or been silent for long', async () => {
    const organizationId = randomUUID();
    const run = await outbox.takeOver(organizationId, at(1));
    expect(await takeFree(outbox, organizationId)).toBeNull();
    await run.close();
    const free = await takeFree(outbox, organizationId);
    await free!.close();
    await outbox.takeOver(organizationId, at(2));
    await grow(organizationId, 31_000);
    const heir = await takeFree(outbox, organizationId);
    expect(heir).not.toBeNull();
    await heir!.close();
  });

  it('is never for who finds mail in hand: what may have left is a matter for the workflow', async () => {
    const organizationId = randomUUID();
    const { id } = await outbox.accept(newMail({ organizationId }));
    const dead = await takeFree(outbox, organizationId);
    await dead!.claim({ ...told, hinted: [id], now: at(1) });
    await grow(organizationId, 3_600_000);
    expect(await takeFree(new MongoOutbox(mongo.connection), organizationId)).toBeNull();
    expect(await outbox.find(id)).toMatchObject({ state: 'sending' });
    await outbox.takeOver(organizationId, at(2));
    expect(await outbox.find(id)).toMatchObject({ state: 'accepted' });
    expect(await dead!.claim({ ...told, hinted: [randomUUID()], now: at(3) })).toBeNull();
    await dead!.close();
  });

  it('keeps a workflow’s dispatcher waiting while it lasts, or until that is told to stop; nothing is held', async () => {
    const organizationId = randomUUID();
    const { id } = await outbox.accept(newMail({ organizationId }));
    const run = (await takeFree(outbox, organizationId))!;
    const claimed = await run.claim({ ...told, hinted: [id], now: at(1) });
    await expect(outbox.takeOver(organizationId, at(2), AbortSignal.timeout(300))).rejects.toMatchObject({
      name: 'AbortError',
    });
    const waiting = outbox.takeOver(organizationId, at(2));
    await recordOutcomes({ run, claimed: claimed!.mails.get(0)![0]! }, [outcome('ann@customer.example', 'sent')], 2);
    await (await waiting).close();
    expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
  });

  it('is not for who comes again while a workflow’s dispatcher waits, however soon', async () => {
    const organizationId = randomUUID();
    const other = new MongoOutbox(mongo.connection);
    const run = (await takeFree(outbox, organizationId))!;
    await expect(outbox.takeOver(organizationId, at(1), AbortSignal.timeout(100))).rejects.toMatchObject({
      name: 'AbortError',
    });
    await run.close();
    expect(await takeFree(outbox, organizationId)).toBeNull();
    expect(await takeFree(other, organizationId)).toBeNull();
    await grow(organizationId, 3_001);
    const later = await takeFree(other, organizationId);
    expect(later).not.toBeNull();
    await later!.close();
  });

  it('ends for who was silent: a workflow’s dispatcher takes over, and nothing more can be claimed', async () => {
    const organizationId = randomUUID();
    const mails = [newMail({ organizationId }), newMail({ organizationId })];
    for (const mail of mails) await outbox.accept(mail);
    const frozen = (await takeFree(outbox, organizationId))!;
    await frozen.claim({ ...told, mailsPerLane: 1, hinted: [mails[0]!.id], now: at(1) });
    await begin(frozen);
    await grow(organizationId, 21_000);
    const heir = await outbox.takeOver(organizationId, at(2));
    expect(await frozen.claim({ ...told, hinted: [mails[1]!.id], now: at(3) })).toBeNull();
    expect((await claimNext(heir, 3))!.mail.id).toBe(mails[1]!.id);
    await frozen.close();
    await heir.close();
  });

  it('lasts while its process says so, and for the configured time after that', async () => {
    const [organizationId, silent] = [randomUUID(), randomUUID()];
    const hasty = [0, 1].map(() => new MongoOutbox(mongo.connection, null, undefined, 2_000));
    const run = await takeFree(hasty[0]!, organizationId);
    await expect(hasty[1]!.takeOver(organizationId, at(2), AbortSignal.timeout(2_500))).rejects.toMatchObject({
      name: 'AbortError',
    });
    await run!.close();
    const overtaken = await takeFree(outbox, silent);
    await grow(silent, 3_000);
    await expect(
      new MongoOutbox(mongo.connection).takeOver(silent, at(3), AbortSignal.timeout(100)),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const heir = await hasty[0]!.takeOver(silent, at(4));
    expect(await overtaken!.claim({ ...told, hinted: [randomUUID()], now: at(5) })).toBeNull();
    await overtaken!.close();
    await heir.close();
  });

  it('costs many organizations together a write with their claims, two reads, and a write for letting go', async () => {
    const mails = Array.from({ length: 20 }, () => newMail({ organizationId: randomUUID() }));
    for (const mail of mails) await outbox.accept(mail);
    const before = commands.length;
    const runs = mails.map(({ organizationId }) => outbox.whenFree(organizationId));
    const claims = await Promise.all(
      runs.map(async (run, index) => await run.claim({ ...told, hinted: [mails[index]!.id], now: at(1) })),
    );
    const taking = commands.slice(before);
    for (const [index, run] of runs.entries()) run.giveBack(0, claims[index]!.mails.get(0)!);
    await Promise.all(runs.map(async (run) => await run.close()));
    expect({ taking: taking.length, all: commands.length - before }).toEqual({ taking: 3, all: 4 });
    for (const { id } of mails) expect(await outbox.find(id)).toMatchObject({ state: 'accepted' });
  });
});

describe('holding and expiring', () => {
  /** Two lanes with three mails each, of which the first lane has had an outcome for one, and the second may have begun. */
  async function abandoned(organizationId: string, { hasSecondBegun = true } = {}) {
    for (let index = 0; index < 6; index += 1) await outbox.accept(newMail({ organizationId, notBefore: at(index) }));
    const dead = await outbox.takeOver(organizationId, at(10));
    const wanted = {
      route: 'customer',
      categories: allCategories,
      lanes: [0, 1],
      mailsPerLane: 3,
      now: at(10),
    } as const;
    const { mails } = (await dead.claim(wanted))!;
    const [[a1, a2, a3], [b1, b2, b3]] = [mails.get(0)!, mails.get(1)!] as const;
    const outcomes = [outcome(a1!.recipients[0]!, 'sent')];
    const sent = {
      lane: 0,
      claimed: a1!,
      route: 'customer',
      outcomes,
      retryAt: null,
      attempted: true,
      now: at(10),
    } as const;
    await dead.record(sent);
    if (hasSecondBegun) expect(await begin(dead, 1)).toBe(true);
    return { dead, lanes: [a1, a2, a3, b1, b2, b3].map((claimed) => claimed!.mail.id) };
  }

  async function statesOf(ids: readonly string[]): Promise<string[]> {
    return await Promise.all(ids.map(async (id) => (await outbox.find(id))!.state));
  }

  it('holds the first mail of each lane without an outcome; those behind it go again', async () => {
    const organizationId = randomUUID();
    const { dead, lanes } = await abandoned(organizationId);
    const heir = await outbox.takeOver(organizationId, at(20));
    expect(await statesOf(lanes)).toEqual(['sent', 'held', 'accepted', 'held', 'accepted', 'accepted']);
    const again = [await claimNext(heir, 21), await claimNext(heir, 21), await claimNext(heir, 21)];
    expect(new Set(again.map((claimed) => claimed!.mail.id))).toEqual(new Set([lanes[2], lanes[4], lanes[5]]));
    expect(await claimNext(heir, 21)).toBeNull();
    expect(await claimNext(dead, 21)).toBeNull();
    expect(await outbox.owedNotices(organizationId, at(90), 10)).toEqual([]);
  });

  it('gives back all mails of a lane that had not begun, however often somebody takes over', async () => {
    const organizationId = randomUUID();
    const { lanes } = await abandoned(organizationId, { hasSecondBegun: false });
    for (let turn = 0; turn < 3; turn += 1) await outbox.takeOver(organizationId, at(20 + turn));
    expect(await statesOf(lanes)).toEqual(['sent', 'held', 'accepted', 'accepted', 'accepted', 'accepted']);
  });

  it('lets nobody begin who was thought dead, nor tell what became of a mail that others have now', async () => {
    const organizationId = randomUUID();
    const { id } = await outbox.accept(newMail({ organizationId }));
    const slow = await outbox.takeOver(organizationId, at(1));
    const given = (await claimNext(slow, 1))!;
    const heir = (await claim(outbox, organizationId, 2))!;
    expect(heir.claimed.mail.id).toBe(id);
    expect(await begin(slow)).toBe(false);
    const late = [outcome(given.recipients[0]!, 'deferred')];
    expect(await recordOutcomes({ run: slow, claimed: given }, late, 3, at(4))).toBe(false);
    expect(await recordOutcomes(heir, [outcome(given.recipients[0]!, 'sent')], 3)).toBe(true);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('has a lane wait for its mark once, and again only when it has been quiet', async () => {
    const organizationId = randomUUID();
    for (let index = 0; index < 2; index += 1) await outbox.accept(newMail({ organizationId, notBefore: at(index) }));
    const run = await outbox.takeOver(organizationId, at(5));
    expect(run.beginning(0)).toBeNull();
    const first = (await claimNext(run, 5))!;
    expect(run.beginning(0)).not.toBeNull();
    expect(await recordOutcomes({ run, claimed: first }, [outcome(first.recipients[0]!, 'sent')], 5)).toBe(true);
    expect(await claimNext(run, 6)).not.toBeNull();
    expect(run.beginning(0)).toBeNull();
  });

  it('holds no more when the one who took over dies as well, however often', async () => {
    const organizationId = randomUUID();
    const { lanes } = await abandoned(organizationId);
    for (let turn = 0; turn < 4; turn += 1) await outbox.takeOver(organizationId, at(20 + turn));
    expect(await statesOf(lanes)).toEqual(['sent', 'held', 'accepted', 'held', 'accepted', 'accepted']);
  });

  it('never holds what was deferred before: its attempt is over', async () => {
    const organizationId = randomUUID();
    const { id } = await outbox.accept(newMail({ organizationId }));
    const { run, claimed } = (await claim(outbox, organizationId, 1))!;
    const outcomes = [outcome(claimed.recipients[0]!, 'deferred')];
    await run.record({ lane: 0, claimed, route: 'customer', outcomes, retryAt: at(9), attempted: true, now: at(1) });
    await outbox.takeOver(organizationId, at(2));
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred', nextAttemptAt: at(9) });
  });

  it('expires for every recipient that still waits, and owes each a notice', async () => {
    const [ann, bob] = ['ann@x.example', 'bob@x.example'] as const;
    const mail = newMail({ organizationId: randomUUID(), recipients: [ann, bob], expiresAt: at(30) });
    await outbox.accept(mail);
    const won = (await claim(outbox, mail.organizationId, 1))!;
    await recordOutcomes(won, [outcome(ann, 'sent'), outcome(bob, 'deferred')], 1, at(20));
    expect(await outbox.expireOverdue(mail.organizationId, at(29))).toBe(0);
    expect(await outbox.expireOverdue(mail.organizationId, at(30))).toBe(1);
    const found = await outbox.find(mail.id);
    expect(found!.recipients.map(({ state }) => state)).toEqual(['sent', 'expired']);
    expect(found).toMatchObject({ nextAttemptAt: null, state: 'expired' });
    expect(await outbox.owedNotices(mail.organizationId, at(90), 10)).toEqual([
      { mailId: mail.id, recipient: bob, position: 1 },
    ]);
    expect(await outbox.expireOverdue(mail.organizationId, at(30))).toBe(0);
  });

  it('is not expired by a dispatcher whose clock is ahead of the database’s', async () => {
    const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    const times = { acceptedAt: inMinutes(-1), notBefore: inMinutes(-1), expiresAt: inMinutes(30) };
    const mail = newMail({ organizationId: 'early', ...times });
    await outbox.accept(mail);
    expect(await outbox.expireOverdue('early', inMinutes(60))).toBe(0);
    const run = await outbox.takeOver('early', inMinutes(60));
    const wanted = { route: 'customer', categories: allCategories, lanes: [0], mailsPerLane: 1 } as const;
    expect((await run.claim({ ...wanted, now: inMinutes(60) }))?.mails.size).toBe(0);
    await run.close();
    expect(await outbox.find(mail.id)).toMatchObject({ state: 'accepted' });
  });

  it('leaves alone what ended', async () => {
    const organizationId = randomUUID();
    await outbox.accept(newMail({ organizationId, expiresAt: at(30) }));
    await attempt(outbox, organizationId, 'sent', 1);
    expect(await outbox.expireOverdue(organizationId, at(40))).toBe(0);
  });
});

describe('notices', () => {
  it('are owed for each refused recipient until settled, one by one', async () => {
    const [odd, bob] = ['$odd@x.example', 'bob@x.example'] as const;
    const mail = newMail({ organizationId: randomUUID(), recipients: [odd, bob] });
    await outbox.accept(mail);
    await attempt(outbox, mail.organizationId, 'undeliverable', 1);
    const owed = [odd, bob].map((recipient, position) => ({ mailId: mail.id, recipient, position }));
    expect(await outbox.owedNotices(mail.organizationId, at(90), 10)).toEqual(owed);
    expect(await outbox.owedNotices(mail.organizationId, at(0), 10)).toEqual([]);
    await outbox.settleNotice(owed[0]!);
    await outbox.settleNotice(owed[0]!);
    await outbox.settleNotice({ mailId: mail.id, recipient: 'nobody@x.example' });
    expect(await outbox.owedNotices(mail.organizationId, at(90), 10)).toEqual(owed.slice(1));
    await outbox.settleNotice(owed[1]!);
    expect(await outbox.owedNotices(mail.organizationId, at(90), 10)).toEqual([]);
    expect(await outbox.find(mail.id)).toMatchObject({ state: 'undeliverable' });
  });

  it('are never owed about a notice', async () => {
    const organizationId = randomUUID();
    await outbox.accept(newMail({ organizationId, category: 'notice' }));
    await attempt(outbox, organizationId, 'undeliverable', 1);
    await outbox.accept(newMail({ organizationId, category: 'notice' }));
    expect(await outbox.expireOverdue(organizationId, at(60))).toBe(1);
    expect(await outbox.owedNotices(organizationId, at(90), 10)).toEqual([]);
  });

  it('that stay owed come again later and later, behind others', async () => {
    const organizationId = randomUUID();
    const [first, second] = [newMail({ organizationId }), newMail({ organizationId })];
    for (const [minutes, mail] of [first, second].entries()) {
      await outbox.accept(mail);
      await attempt(outbox, organizationId, 'undeliverable', minutes + 1);
    }
    const owedAt = async (minutes: number, limit = 10) =>
      (await outbox.owedNotices(organizationId, at(minutes), limit)).map(({ mailId }) => mailId);
    expect(await owedAt(10, 1)).toEqual([first.id]);
    await outbox.postponeNotices([first.id], at(10));
    expect(await owedAt(10, 1)).toEqual([second.id]);
    expect(await owedAt(11)).toEqual([second.id, first.id]);
    await outbox.postponeNotices([first.id], at(11));
    expect(await owedAt(12)).toEqual([second.id]);
    expect(await owedAt(13)).toEqual([second.id, first.id]);
  });

  it('find the mail they are about, with the header block of its bytes', async () => {
    const mail = newMail();
    const record = await outbox.accept(mail);
    const headers = 'Subject: Please sign\r\nTo: ann@customer.example\r\n';
    expect(await outbox.noticeSource(mail.id)).toEqual({ mail: record, headers });
    expect(await outbox.noticeSource('unknown')).toBeNull();
  });
});

describe('the sweep', () => {
  it('finds organizations with due mail, abandoned mail or an owed notice, and no others', async () => {
    const [due, dead, owing, later, sending, done] = Array.from({ length: 6 }, () => randomUUID()) as string[];
    const start = 24 * 60;
    const times = { acceptedAt: at(start), notBefore: at(start), expiresAt: at(start + 600) };
    for (const organizationId of [due, dead, owing, sending, done]) {
      await outbox.accept(newMail({ ...times, organizationId: organizationId! }));
    }
    await outbox.accept(newMail({ ...times, organizationId: later!, notBefore: at(start + 100) }));
    await claim(outbox, dead!, start + 1);
    await claim(outbox, sending!, start + 10);
    await attempt(outbox, owing!, 'undeliverable', start + 10);
    await attempt(outbox, done!, 'sent', start + 10);
    const found = (await outbox.organizationsWithWork(at(start + 10), 1000)).map(
      ({ organizationId }) => organizationId,
    );
    expect(found).toEqual(expect.arrayContaining([due, dead, owing]));
    for (const organizationId of [later, sending, done]) expect(found).not.toContain(organizationId);
    expect(await outbox.organizationsWithWork(at(start + 10), 2)).toHaveLength(2);
  });

  it('tells what there is to do, the longest waiting first', async () => {
    const [old, fresh, past] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string];
    const start = -24 * 60;
    const times = { acceptedAt: at(start), expiresAt: at(start + 600) };
    await outbox.accept(newMail({ ...times, organizationId: fresh, notBefore: at(start + 2) }));
    await outbox.accept(newMail({ ...times, organizationId: fresh, notBefore: at(start + 2), category: 'marketing' }));
    await outbox.accept(newMail({ ...times, organizationId: old, notBefore: at(start + 1) }));
    await outbox.accept(newMail({ ...times, organizationId: past, notBefore: at(start), expiresAt: at(start + 3) }));
    const found = await outbox.organizationsWithWork(at(start + 4), 1000);
    expect(found).toEqual([
      { organizationId: past, dueCategories: [], hasOther: true },
      { organizationId: old, dueCategories: ['transactional'], hasOther: false },
      { organizationId: fresh, dueCategories: expect.arrayContaining(['marketing', 'transactional']), hasOther: false },
    ]);
  });

  it('tells when the next mail of some categories is due', async () => {
    const organizationId = randomUUID();
    await outbox.accept(newMail({ organizationId, notBefore: at(9) }));
    await outbox.accept(newMail({ organizationId, notBefore: at(4), category: 'marketing' }));
    expect(await outbox.nextDueAt(organizationId, ['transactional', 'marketing'])).toBe(at(4));
    expect(await outbox.nextDueAt(organizationId, ['transactional'])).toBe(at(9));
    expect(await outbox.nextDueAt(organizationId, ['notice'])).toBeNull();
  });
});

import { randomUUID } from 'node:crypto';

import { createReviewActivities } from '../../../activities/review-activities';
import type { ReviewFilter } from '../../../activities/ports/lifecycle-store';
import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../../adapters/mongo/mongo-lifecycle-store';
import { reviewSubject } from '../../../domain/review/review-subject';
import { initialState, type Draft, type LifecycleState } from '../../../domain/lifecycle/state';
import type { MailServerSettings } from '../../../domain/mail-server-settings';
import { after, approval, monday, people, plan, settings, way } from '../../support/lifecycle-builders';
import { usualReviewPolicy } from '../../support/review-policies';
import { openTestMongo, testSeal, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let store: MongoLifecycleStore;

beforeAll(async () => {
  mongo = await openTestMongo();
  store = new MongoLifecycleStore(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

async function save(state: LifecycleState): Promise<LifecycleState> {
  await new MongoLifecycleProjector(mongo.connection, testSeal).save(state, []);
  return state;
}

function organization(): string {
  return randomUUID();
}

async function inReview(changes: Partial<Draft>): Promise<string> {
  const state = after(way.awaitingReview, initialState(organization()));
  return (await save({ ...state, draft: { ...state.draft!, ...changes } })).organizationId;
}

describe('the review queue', () => {
  const now = '2026-11-25T12:00:00.000Z';
  const claimUntil = (expiresAt: string) => ({ claim: { by: people.reviewer, at: monday, expiresAt } });
  const decision = { ...approval, revision: 1, by: people.reviewer, at: monday };
  const risky = { ...plan, risks: [{ code: 'FREE_MAIL_SENDER', fact: 'gmx.at' } as const] };
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    ids['overdue'] = await inReview({ reviewDueAt: '2026-11-24T12:00:00.000Z' });
    ids['claimed'] = await inReview({
      reviewDueAt: '2026-11-26T12:00:00.000Z',
      ...claimUntil('2026-11-25T13:00:00.000Z'),
    });
    ids['lapsed'] = await inReview({
      reviewDueAt: '2026-11-26T12:00:00.000Z',
      ...claimUntil('2026-11-25T11:00:00.000Z'),
    });
    ids['risky'] = await inReview({ reviewDueAt: '2026-11-26T12:00:00.000Z', plan: risky });
    ids['half'] = await inReview({ reviewDueAt: '2026-11-26T12:00:00.000Z', approvals: [decision] });
  });

  it.each<[string, ReviewFilter, string[]]>([
    ['everything', {}, ['overdue', 'claimed', 'lapsed', 'risky', 'half']],
    ['what is overdue', { dueBefore: now }, ['overdue']],
    ['what somebody holds', { claim: { by: people.reviewer.subject, at: now } }, ['claimed']],
    ['what nobody holds, or not any more', { claim: { by: null, at: now } }, ['overdue', 'lapsed', 'risky', 'half']],
    ['what has a hint', { risk: 'FREE_MAIL_SENDER' }, ['risky']],
    ['what wants a second approval', { awaitsSecondApproval: true }, ['half']],
    ['both conditions of two', { dueBefore: now, risk: 'FREE_MAIL_SENDER' }, []],
  ])('shows %s', async (_what, filter, expected) => {
    const found = await store.reviewQueue({ limit: 100 }, filter);
    const known = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
    const names = found.map(({ organizationId }) => known.get(organizationId));
    expect(new Set(names)).toEqual(new Set(expected));
    expect(names).toHaveLength(expected.length);
  });

  it('pages through what a filter leaves', async () => {
    const filter = { claim: { by: null, at: now } };
    const all = await store.reviewQueue({ limit: 100 }, filter);
    const [first] = await store.reviewQueue({ limit: 1 }, filter);
    const place = { value: first!.draft!.since, id: first!.organizationId };
    const rest = await store.reviewQueue({ limit: 100, after: place }, filter);
    expect([first, ...rest].map((state) => state?.organizationId)).toEqual(all.map((state) => state.organizationId));
  });
});

describe('a review of what another organization uses', () => {
  const own = { host: 'mail.shared.example', senderAddress: 'sign@shared.example' };
  const policy = { ...usualReviewPolicy, secondApprover: 'on-risk' as const };

  function using(changes: Partial<MailServerSettings>): LifecycleState {
    const state = after(way.awaitingReview, initialState(organization()));
    const revision = { ...state.draft!.revision, settings: { ...settings, ...changes } };
    return { ...state, draft: { ...state.draft!, revision } };
  }

  async function hintsFor(state: LifecycleState) {
    const { planReview } = createReviewActivities({ reports: { find: async () => null }, neighbours: store, policy });
    const made = await planReview(reviewSubject(state, monday)!);
    const found = made.risks.filter(({ code }) => code.endsWith('_USED_ELSEWHERE'));
    return { hints: found.map(({ code, fact }) => [code, fact]), approvalsNeeded: made.approvalsNeeded };
  }

  it('names it for the reviewers, and wants a second person for the domain', async () => {
    const other = await save(using(own));
    const mine = await save(using({ ...own, host: 'mail.mine.example' }));
    expect(await hintsFor(mine)).toMatchObject({
      hints: [['SENDER_DOMAIN_USED_ELSEWHERE', other.organizationId]],
      approvalsNeeded: 2,
    });
    const atSameServer = await hintsFor(using({ ...own, senderAddress: `a@${randomUUID()}.example` }));
    expect(atSameServer.hints).toEqual([['SERVER_USED_ELSEWHERE', other.organizationId]]);
  });

  it('says nothing of what has ended, of oneself, nor of what anybody may use', async () => {
    const places = { host: `mail.${randomUUID()}.example`, senderAddress: `a@${randomUUID()}.example` };
    const ended = using(places);
    await save({ ...ended, draft: { ...ended.draft!, status: 'withdrawn' } });
    const mine = await save(using(places));
    expect((await hintsFor(mine)).hints).toEqual([]);
    const common = { host: 'smtp.office365.com', senderAddress: 'someone@gmail.com' };
    await save(using(common));
    expect((await hintsFor(using(common))).hints).toEqual([]);
  });
});

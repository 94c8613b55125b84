import { randomUUID } from 'node:crypto';

import { ApiUnderTest, ownOrganization, type Json } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

let api: ApiUnderTest;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  await new OrganizationSteps(api).unlocked();
});

afterEach(async () => {
  await api.stop();
});

const entry = (changes: object = {}) => ({
  idempotencyKey: randomUUID(),
  organizationId: ownOrganization,
  category: 'transactional',
  to: ['ann@partner.example'],
  subject: 'Please sign',
  text: 'Hello',
  ...changes,
});

const post = async (messages: readonly unknown[], token?: string) =>
  await api.post('/v1/messages/batch', { ...(token ? { token } : { as: 'sender' }), body: { messages } });

const resultsOf = (body: Json) => body['results'] as { accepted: Json | null; problem: Json | null }[];

describe('a batch', () => {
  it('hands each of its messages over, with one result for each, in their order', async () => {
    const entries = Array.from({ length: 100 }, (_, index) => entry({ subject: `No. ${index}` }));
    const answer = await post(entries);
    expect(answer.status).toBe(200);
    const ids = resultsOf(answer.body).map(({ accepted }) => accepted?.['id']);
    expect(ids.map((id) => api.outbox.mails.find((mail) => mail.id === id)?.subject)).toEqual(
      entries.map(({ subject }) => subject),
    );
    expect(answer.body['results']).toMatchObject(
      entries.map(({ idempotencyKey }) => ({ idempotencyKey, problem: null })),
    );
  });

  it('takes the good ones where others are bad, and says of each what is wrong', async () => {
    const good = entry();
    const answer = await post([
      good,
      entry({ to: ['no address'] }),
      entry({ organizationId: 'unknown' }),
      entry({ category: 'marketing', to: ['signer@partner.example', 'other@partner.example'] }),
      'nonsense',
      { ...entry(), idempotencyKey: '' },
    ]);
    const results = resultsOf(answer.body);
    expect(results.map(({ accepted }) => accepted !== null)).toEqual([true, false, false, false, false, false]);
    expect(results.slice(1).map(({ problem }) => problem?.['code'])).toEqual([
      'INVALID_REQUEST',
      'ORGANIZATION_UNKNOWN',
      'MESSAGE_INVALID',
      'INVALID_REQUEST',
      'INVALID_REQUEST',
    ]);
    expect(results[1]?.problem).toMatchObject({ errors: [{ pointer: '/to/0', in: 'body' }], status: 400 });
    expect(answer.body['results']).toMatchObject({ 4: { idempotencyKey: null }, 5: { idempotencyKey: null } });
    expect(api.outbox.mails).toHaveLength(1);
  });

  it('gives the first answer to a repetition, in a batch or alone', async () => {
    const entries = [entry(), entry()];
    const first = await post(entries);
    expect((await post(entries.toReversed())).body['results']).toEqual((first.body['results'] as []).toReversed());
    const [{ idempotencyKey, ...alone } = entry()] = entries;
    const single = await api.post('/v1/messages', { as: 'sender', body: alone, key: idempotencyKey });
    expect(single.body['id']).toBe(resultsOf(first.body)[0]?.accepted?.['id']);
    const other = await post([{ ...entry(), idempotencyKey }, entry({ idempotencyKey, subject: 'Another' })]);
    const codes = resultsOf(other.body).map(({ problem }) => problem?.['code'] ?? null);
    expect(codes).toEqual([null, 'IDEMPOTENCY_KEY_REUSED']);
    expect(api.outbox.mails).toHaveLength(2);
  });

  it('shows nothing of organizations that its sender does not send for', async () => {
    const token = await api.issuer.token({ subject: 's', roles: ['sender'], organizations: ['another'] });
    const { body } = await post([entry()], token);
    expect(resultsOf(body)[0]?.problem).toMatchObject({ code: 'ORGANIZATION_UNKNOWN', status: 404 });
    expect(api.outbox.mails).toHaveLength(0);
  });

  it('says of each message that it could not be stored', async () => {
    api.outbox.trouble = 'STORE_UNAVAILABLE';
    const { body } = await post([entry(), entry()]);
    expect(resultsOf(body).map(({ problem }) => problem?.['status'])).toEqual([503, 503]);
  });

  it.each([
    ['no message', []],
    ['more than a hundred', Array.from({ length: 101 }, () => entry())],
  ])('is refused with %s', async (_, messages) => {
    expect(await post(messages)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/messages' }] } });
  });
});

describe('a crowd of recipients', () => {
  it('of 10,000 is refused with the number that a mail may have', async () => {
    const to = Array.from({ length: 10_000 }, (_, index) => `r${index}@partner.example`);
    const { idempotencyKey, ...crowd } = entry({ to });
    const answer = await api.post('/v1/messages', { as: 'sender', key: idempotencyKey, body: { ...crowd, text: 'x' } });
    expect(answer).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
  });
});

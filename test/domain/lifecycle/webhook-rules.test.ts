import type { LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { signingSecrets } from '../../../domain/lifecycle/webhook-rules';
import { after, command, monday, people, way } from '../../support/lifecycle-builders';

const url = 'https://hooks.customer.example/events';
const { admin, ops, sender, reviewer } = people;
const set = (credentialId: string, to = url) => command('setWebhookEndpoint', admin, { url: to, credentialId });
const rotate = (credentialId: string, keepHours: number, at = monday) =>
  command('rotateWebhookSecret', sender, { credentialId, keepHours }, at);
const remove = command('removeWebhookEndpoint', ops, { reason: null });
const inHours = (hours: number) => new Date(Date.parse(monday) + hours * 3_600_000).toISOString();
const signing = (state: LifecycleState, at: string) => signingSecrets(state, at).map((secret) => secret.credentialId);
const last = ({ tasks }: LifecycleState, count: number) => tasks.slice(-count);

const registered = after(way.registered);
const named = after([set('s-1')], registered);

describe('an endpoint for events', () => {
  it('can be named before anything is unlocked, and keeps the secret that comes with it', () => {
    expect(named.webhook).toMatchObject({ url, by: admin, at: monday });
    expect(signing(named, monday)).toEqual(['s-1']);
    expect(last(named, 1)).toEqual([{ kind: 'adopt-credential', credentialId: 's-1' }]);
  });

  it('that is replaced leaves no secret behind: another address is another receiver', () => {
    const moved = after([rotate('s-2', 24), set('s-3', `${url}/new`)], named);
    expect(signing(moved, monday)).toEqual(['s-3']);
    expect(last(moved, 2)).toEqual([
      { kind: 'adopt-credential', credentialId: 's-3' },
      { kind: 'shred-credentials', credentialIds: ['s-2', 's-1'] },
    ]);
  });

  it('that is removed has its secrets destroyed', () => {
    const removed = after([rotate('s-2', 24), remove], named);
    expect(removed.webhook).toBeNull();
    expect(last(removed, 1)).toEqual([{ kind: 'shred-credentials', credentialIds: ['s-2', 's-1'] }]);
    expect(transition(removed, remove)).toMatchObject({ kind: 'refused', error: 'NO_WEBHOOK_ENDPOINT' });
  });

  it.each([
    ['nobody has registered', after([], { ...registered, profile: null }), set('s-1'), 'ORGANIZATION_UNKNOWN'],
    ['the address cannot be one', registered, set('s-1', 'http://hooks.customer.example/'), 'WEBHOOK_URL_INVALID'],
    ['there is none to rotate', registered, rotate('s-1', 0), 'NO_WEBHOOK_ENDPOINT'],
    ['there is none to remove', registered, remove, 'NO_WEBHOOK_ENDPOINT'],
    [
      'a reviewer wants to',
      registered,
      command('setWebhookEndpoint', reviewer, { url, credentialId: 's-1' }),
      'FORBIDDEN',
    ],
  ])('is refused where %s', (_why, state, event, error) => {
    expect(transition(state, event)).toMatchObject({ kind: 'refused', error });
  });
});

describe('a secret that is rotated', () => {
  it('signs beside its successor for as long as was asked for', () => {
    const rotated = after([rotate('s-2', 24)], named);
    expect(signing(rotated, inHours(23))).toEqual(['s-2', 's-1']);
    expect(signing(rotated, inHours(24))).toEqual(['s-2']);
    expect(last(rotated, 1)).toEqual([{ kind: 'adopt-credential', credentialId: 's-2' }]);
  });

  it('is destroyed at once where no overlap is wanted', () => {
    const rotated = after([rotate('s-2', 0)], named);
    expect(signing(rotated, monday)).toEqual(['s-2']);
    expect(last(rotated, 1)).toEqual([{ kind: 'shred-credentials', credentialIds: ['s-1'] }]);
  });

  it('goes before its time when there is a third', () => {
    const rotated = after([rotate('s-2', 168), rotate('s-3', 168, inHours(1))], named);
    expect(signing(rotated, inHours(2))).toEqual(['s-3', 's-2']);
    expect(last(rotated, 1)).toEqual([{ kind: 'shred-credentials', credentialIds: ['s-1'] }]);
  });
});

it('an endpoint outlives the end of the feature', () => {
  const revoked = after([...way.unlocked, set('s-1'), command('revoke', people.sales, { reason: 'over' })]);
  expect(signing(revoked, monday)).toEqual(['s-1']);
});

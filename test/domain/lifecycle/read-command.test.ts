import fc from 'fast-check';

import { commandNames } from '../../../domain/lifecycle/events';
import { MalformedMessage } from '../../../domain/lifecycle/raw-message';
import { readCommand } from '../../../domain/lifecycle/read-command';
import { readFact, signalledFacts } from '../../../domain/lifecycle/read-fact';
import { approval, command, monday, people, profile, settings, terms, way } from '../../support/lifecycle-builders';

const policy = {
  connections: 2,
  mailsPerMinute: 30,
  recipientsPerTransaction: 5,
  deduplication: 'Resend-Idempotency-Key',
} as const;
const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: true } as const;

it.each([
  ...way.live.filter((event) => event.type !== 'checkFinished'),
  command('setPreferences', people.admin, { preferences }),
  command('setPreferences', people.admin, {
    preferences: { ...preferences, whileSuspended: { action: 'platform', afterHours: 4 } },
  }),
  command('setSendingPolicy', people.ops, { policy }),
  command('setWebhookEndpoint', people.admin, { url: 'https://hooks.customer.example/', credentialId: 'c' }),
  command('rotateWebhookSecret', people.sender, { credentialId: 'c', keepHours: 24 }),
  command('removeWebhookEndpoint', people.ops, { reason: null }),
  command('reviveLifecycle', people.ops, { reason: 'r' }),
  command('pause', people.admin, { reason: 'r' }),
  command('continue', people.admin, { note: null }),
  command('rotatePassword', people.admin, { revision: 1, credentialId: 'c' }),
  command('recheck', people.admin, { revision: 1 }),
  command('withdraw', people.admin, { revision: 1 }),
  command('claimReview', people.reviewer, { revision: 1 }),
  command('releaseReview', people.reviewer, { revision: 1 }),
  command('suspend', people.ops, { reason: 'r' }),
  command('resume', people.ops, { note: 'n' }),
  command('resume', people.ops, { note: 'n', withoutCheck: true }),
  command('revoke', people.sales, { reason: 'r' }),
  command('closeOrganization', people.sales, { reason: 'r' }),
  command('changeTerms', people.sales, { ...terms, endsAt: '2027-01-01T00:00:00.000Z', secondApprover: true }),
  command('appeal', people.admin, { revision: 1, comment: 'c' }),
  command('rollBack', people.ops, { revision: 2, reason: 'r' }),
])('reads $type as it was sent', (sent) => {
  const { type, actor, payload } = sent as ReturnType<typeof command>;
  expect(readCommand(type, { actor, payload }, monday)).toEqual(sent);
});

it('takes over known fields alone', () => {
  const actor = { ...people.admin, password: 'p' };
  const payload = { revision: 0, settings: { ...settings, password: 'p' }, credentialId: 'c', password: 'p' };
  const read = readCommand('submitSettings', { actor, payload }, monday);
  expect(JSON.stringify(read)).not.toContain('"password":');
});

it.each([
  ['an actor that is no person', { ...people.reviewer, kind: 'system' }, { revision: 1, decision: approval }],
  ['a role that there is not', { ...people.reviewer, roles: ['Reviewer'] }, { revision: 1, decision: approval }],
  ['a revision in words', people.reviewer, { revision: 'one', decision: approval }],
  ['a revision that is no whole number', people.reviewer, { revision: 1.5, decision: approval }],
  ['a verdict that there is not', people.reviewer, { revision: 1, decision: { ...approval, verdict: 'yes' } }],
  ['a field that there is not', people.reviewer, { revision: 1, decision: { ...approval, fields: ['password'] } }],
  ['a tick that there is not', people.reviewer, { revision: 1, decision: { ...approval, checklist: ['ALL'] } }],
  ['no decision', people.reviewer, { revision: 1 }],
])('refuses %s', (_what, actor, payload) => {
  expect(() => readCommand('decide', { actor, payload }, monday)).toThrow(MalformedMessage);
});

it('refuses to do without a check where nobody says why', () => {
  const message = { actor: people.ops, payload: { note: ' ', withoutCheck: true } };
  expect(() => readCommand('resume', message, monday)).toThrow(MalformedMessage);
});

it.each([
  ['no connection', { ...policy, connections: 0 }],
  ['more connections than a worker opens', { ...policy, connections: 11 }],
  ['half a mail per minute', { ...policy, mailsPerMinute: 0.5 }],
  ['a header that no relay knows', { ...policy, deduplication: 'X-Mailer' }],
])('refuses a sending policy with %s', (_what, wrong) => {
  const message = { actor: people.ops, payload: { policy: wrong } };
  expect(() => readCommand('setSendingPolicy', message, monday)).toThrow(MalformedMessage);
});

it('either reads a message into something that reads the same again, or says that it is malformed', () => {
  const field = fc.constantFrom('revision', 'decision', 'settings', 'profile', 'reason', 'note', 'preferences');
  const payload = fc.oneof(
    fc.anything(),
    fc.dictionary(field, fc.oneof(fc.anything(), fc.constantFrom(settings, profile, 1))),
  );
  const actor = fc.oneof(
    { weight: 3, arbitrary: fc.constant(people.admin as unknown) },
    { weight: 1, arbitrary: fc.anything() },
  );
  fc.assert(
    fc.property(fc.constantFrom(...commandNames), actor, payload, (name, by, raw) => {
      const read = attempt(() => readCommand(name, { actor: by, payload: raw }, monday));
      if (read instanceof Error) expect(read).toBeInstanceOf(MalformedMessage);
      else expect(readCommand(name, read, monday)).toEqual(read);
    }),
    { numRuns: 2_000 },
  );
});

it('reads facts likewise', () => {
  const payload = fc.oneof(
    fc.anything(),
    fc.record({ revision: fc.nat(), run: fc.nat(), code: fc.string(), credentialId: fc.string() }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...signalledFacts), payload, (name, raw) => {
      const read = attempt(() => readFact(name, raw, monday));
      if (read instanceof Error) expect(read).toBeInstanceOf(MalformedMessage);
      else expect(readFact(name, read.payload, monday)).toEqual(read);
    }),
    { numRuns: 1_000 },
  );
});

function attempt<Result>(read: () => Result): Result | Error {
  try {
    return read();
  } catch (error) {
    return error as Error;
  }
}

import fc from 'fast-check';

import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import type { LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { isSameDestination, normalizeSettings, type MailServerSettings } from '../../../domain/mail-server-settings';
import {
  after,
  changeRequest,
  command,
  fact,
  failedAtAuth,
  people,
  settings,
  way,
} from '../../support/lifecycle-builders';

function answer(state: LifecycleState, event: LifecycleEvent): string {
  const outcome = transition(state, event);
  return outcome.kind === 'refused' ? outcome.error : outcome.kind;
}

const keeping = (keepsPasswordOf: number, changes: Partial<MailServerSettings>, revision = 1) =>
  command('submitSettings', people.admin, {
    revision,
    settings: { ...settings, ...changes },
    credentialId: `credential-${revision + 1}`,
    keepsPasswordOf,
  });
const renamed = { senderName: 'Customer, Ltd.' };

const destinations: readonly Partial<MailServerSettings>[] = [
  { host: 'elsewhere.example' },
  { port: 465 },
  { security: 'tls' },
  { user: 'somebody-else' },
  { senderAddress: 'other@customer.example' },
  { authentication: { method: 'microsoft-oauth2', tenant: 't', clientId: 'c' } },
  { trust: { kind: 'certificate', sha256: 'ab' } },
];

describe('settings that come without a password', () => {
  const live = after(way.live);

  it('keep that of the live revision where only the name changes, and are checked and reviewed as any others', () => {
    const drafted = after([keeping(1, renamed)], live);
    expect(drafted.draft).toMatchObject({ status: 'checking', revision: { number: 2, credentialId: 'credential-2' } });
    expect(drafted.live?.revision.credentialId).toBe('credential-1');
    expect(drafted.tasks).toContainEqual({ kind: 'adopt-credential', credentialId: 'credential-2' });
    expect(JSON.stringify(drafted.tasks)).not.toContain('shred');
  });

  it.each(destinations)('are refused where the password would go elsewhere: %j', (change) => {
    expect(answer(live, keeping(1, change))).not.toBe('accepted');
    expect(answer(live, keeping(1, { ...renamed, ...change }))).not.toBe('accepted');
  });

  it('are refused where they name a revision that has no password, or another one', () => {
    expect(answer(live, keeping(7, renamed))).toBe('PASSWORD_REQUIRED');
    const rejected = after(
      [fact('checkFinished', { revision: 1, run: 1, summary: failedAtAuth })],
      after(way.checking),
    );
    const withdrawn = after([command('withdraw', people.admin, { revision: 1 })], rejected);
    expect(answer(withdrawn, keeping(1, renamed))).toBe('PASSWORD_REQUIRED');
  });

  it('keep that of a draft that was sent back for its name', () => {
    const sentBack = after([
      ...way.awaitingReview,
      command('decide', people.reviewer, { revision: 1, decision: changeRequest }),
    ]);
    const again = after([keeping(1, renamed)], sentBack);
    expect(again.draft).toMatchObject({ status: 'checking', revision: { number: 2 } });
    expect(again.tasks).toContainEqual({ kind: 'shred-credentials', credentialIds: ['credential-1'] });
  });

  it('go to the same destination whatever defaults are written out, and however the host is written', () => {
    const spelled = normalizeSettings({
      ...settings,
      host: ' Mail.Customer.Example. ',
      senderAddress: `${settings.senderAddress} `,
    });
    expect(isSameDestination(normalizeSettings(settings), spelled)).toBe(true);
  });

  it('go to the same destination only where nothing but the name differs', () => {
    const change = fc.constantFrom(...destinations, renamed, {});
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
        const changed = Object.assign({}, settings, ...changes) as MailServerSettings;
        const moves = changes.some((each) => destinations.includes(each));
        expect(isSameDestination(settings, changed)).toBe(!moves);
      }),
    );
  });
});

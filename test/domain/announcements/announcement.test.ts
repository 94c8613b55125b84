import { announcementKinds, announcementsOf, isAnnounced } from '../../../domain/announcements/announcement';
import { announcementSubject } from '../../../domain/announcements/announcement-subject';
import type { AuditEntry } from '../../../domain/audit-entry';
import { auditEntry } from '../../../domain/lifecycle/audit';
import type { Command, Fact } from '../../../domain/lifecycle/events';
import { initialState, type LifecycleState } from '../../../domain/lifecycle/state';
import { announcementText } from '../../../domain/texts/announcement-texts';
import {
  after,
  changeRequest,
  command,
  failedAtAuth,
  fact,
  people,
  rejection,
  way,
} from '../../support/lifecycle-builders';

type Event = Command | Fact;

/** The entry of an event, after the events before it, and the state that it leads to. */
function happening(event: Event, before: readonly Event[] = []): { entry: AuditEntry; state: LifecycleState } {
  const from = after(before, initialState('acme'));
  const state = after([event], from);
  return { entry: auditEntry(from, state, event, { causedBy: 'c', requestId: null }), state };
}

const told = (event: Event, before: readonly Event[] = []): string[] =>
  announcementsOf(happening(event, before).entry).map(({ kind, audience }) => `${kind} → ${audience}`);

const live = way.live;
const last = (events: readonly Event[]): [Event, readonly Event[]] => [events.at(-1)!, events.slice(0, -1)];

describe('who is told of an event', () => {
  it.each<[string, [Event, readonly Event[]], string[]]>([
    ['registration', last(way.registered), []],
    ['unlock', last(way.unlocked), ['unlocked → admin']],
    ['submitted settings', last(way.checking), []],
    [
      'a failed check',
      [fact('checkFinished', { revision: 1, run: 1, summary: failedAtAuth }), way.checking],
      ['check-failed → admin'],
    ],
    ['a passed check', last(way.awaitingConfirmation), ['confirmation-wanted → admin']],
    ['a confirmed test mail', last(way.awaitingReview), ['review-wanted → reviewers']],
    ['an approval', last(live), ['approved → admin', 'approved → sales']],
    [
      'a change request',
      [command('decide', people.reviewer, { revision: 1, decision: changeRequest }), way.awaitingReview],
      ['changes-requested → admin'],
    ],
    [
      'a rejection',
      [command('decide', people.reviewer, { revision: 1, decision: rejection }), way.awaitingReview],
      ['rejected → admin'],
    ],
    ['an expiry', [fact('waitExpired', { revision: 1 }), way.awaitingReview], ['draft-expired → admin']],
    ['a withdrawal', [command('withdraw', people.admin, { revision: 1 }), way.awaitingReview], []],
    ['a pause by the customer', [command('pause', people.admin, { reason: 'move' }), live], []],
    ['a suspension by ops', [command('suspend', people.ops, { reason: 'abuse' }), live], ['suspended-by-ops → admin']],
    [
      'a server that refuses us',
      [fact('sendingFailed', { revision: 1, credentialId: 'credential-1', code: 'AUTH_REFUSED' }), live],
      ['suspended-by-health → admin', 'suspended-by-health → ops'],
    ],
    [
      'mail that leaves through the platform meanwhile',
      [
        fact('suspensionLasted', { revision: 1, action: 'platform' }),
        [
          ...live,
          command('setPreferences', people.admin, {
            preferences: {
              undeliverablesTo: 'admin',
              replyTo: null,
              branding: false,
              whileSuspended: { action: 'platform', afterHours: 1 },
            },
          }),
          command('suspend', people.ops, { reason: 'abuse' }),
        ],
      ],
      ['mail-through-platform → admin'],
    ],
    [
      'a check before resuming that fails',
      [
        fact('resumeChecked', { revision: 1, run: 1, summary: failedAtAuth }),
        [...live, command('suspend', people.ops, { reason: 'abuse' }), command('resume', people.ops, { note: null })],
      ],
      ['resume-failed → ops', 'resume-failed → admin'],
    ],
    ['a revocation', [command('revoke', people.sales, { reason: 'contract ended' }), live], ['revoked → admin']],
    [
      'the end',
      [command('closeOrganization', people.sales, { reason: 'gone' }), live],
      ['organization-closed → admin'],
    ],
    [
      'the end of an organization without a server',
      [command('closeOrganization', people.sender, { reason: 'gone' }), way.registered],
      ['organization-closed → admin'],
    ],
  ])('%s', (_name, [event, before], expected) => {
    expect(told(event, before)).toEqual(expected);
  });

  it('nobody where an event was refused', () => {
    const { entry } = happening(...last(live));
    expect(announcementsOf({ ...entry, outcome: 'refused' })).toEqual([]);
    expect(isAnnounced({ ...entry, outcome: 'refused' })).toBe(false);
  });

  it('what changes neither a status nor concerns anybody is not announced', () => {
    const claim = command('claimReview', people.reviewer, { revision: 1 });
    expect(isAnnounced(happening(claim, way.awaitingReview).entry)).toBe(false);
    expect(isAnnounced(happening(...last(way.checking)).entry)).toBe(true);
  });
});

describe('the texts', () => {
  const { entry, state } = happening(
    command('decide', people.reviewer, { revision: 1, decision: changeRequest }),
    way.awaitingReview,
  );
  const about = announcementSubject(entry, state);

  it.each(announcementKinds)('of %s are there in German and English, complete, and name no credential', (kind) => {
    for (const locale of ['de', 'en'] as const) {
      const { subject, body } = announcementText(locale, kind, about);
      expect(subject).not.toMatch(/undefined|null|\{|\r|\n/);
      expect(body).not.toMatch(/undefined|null|\{|credential/);
      expect(body.charAt(0)).toBe(body.charAt(0).toUpperCase());
      expect(body.length).toBeGreaterThan(60);
    }
    expect(announcementText('de', kind, about).body).not.toBe(announcementText('en', kind, about).body);
  });

  it('say what the reviewer wants changed, and where', () => {
    const { body } = announcementText('de', 'changes-requested', about);
    expect(body).toContain('The sender is not yours');
    expect(body).toContain('Absenderadresse');
  });

  it('say in words what health has found', () => {
    const { body } = announcementText('en', 'suspended-by-health', { ...about, reason: 'AUTH_REFUSED' });
    expect(body).not.toContain('AUTH_REFUSED');
  });

  it('keep a line break in a name out of the subject', () => {
    const { subject } = announcementText('en', 'approved', { ...about, organizationName: 'Evil\r\nBcc: x@y.example' });
    expect(subject).toBe('Approved: the mail server of Evil Bcc: x@y.example');
  });
});

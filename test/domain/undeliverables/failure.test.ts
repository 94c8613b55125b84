import type { BounceRecipient } from '../../../domain/bounces/bounce-reading';
import { bouncedFailure, observedFailure } from '../../../domain/undeliverables/failure';

const said = (replyCode: number, enhancedStatus: string | null, text: string) => ({ replyCode, enhancedStatus, text });

const reading: BounceRecipient = {
  recipient: 'ann@x.example',
  originalRecipient: '',
  kind: 'failed',
  reason: 'userunknown',
  enhancedStatus: '5.1.1',
  replyCode: '550',
  hard: true,
  command: 'RCPT',
  remoteMta: 'mx.x.example',
  text: 'No such user',
  source: 'delivery-status',
};

describe('what we saw ourselves', () => {
  it.each([
    ['an unknown user', said(550, '5.1.1', 'User unknown'), 'userunknown', true],
    ['a full mailbox', said(552, '5.2.2', 'Mailbox full'), 'mailboxfull', false],
    [
      'a listed sender',
      said(554, '5.7.1', 'Service unavailable; Client host blocked using Spamhaus'),
      'blocked',
      false,
    ],
  ])('tells %s by the rules that read bounces', (_, answer, reason, hard) => {
    expect(observedFailure('ann@x.example', 'undeliverable', answer)).toMatchObject({ cause: 'refused', reason, hard });
  });

  it('takes a plain “no such user” for a dead address only where the recipient was refused, not the mail', () => {
    const refusal = (command: 'RCPT' | 'DATA') =>
      observedFailure('ann@x.example', 'undeliverable', { ...said(500, null, 'no such user'), command });
    expect(refusal('RCPT')).toMatchObject({ reason: 'userunknown', hard: true });
    expect(refusal('DATA')).toMatchObject({ reason: 'filtered', hard: false });
  });

  it('knows our own answers', () => {
    const own = (text: string) =>
      observedFailure('ann@x.example', 'undeliverable', { replyCode: null, enhancedStatus: null, text });
    expect(own('TEST_MAIL_TOO_LARGE')).toMatchObject({ cause: 'refused', reason: 'mesgtoobig' });
    expect(own('ADDRESS_SUPPRESSED')).toMatchObject({ cause: 'suppressed', hard: false });
    expect(own('SOMETHING_ELSE')).toMatchObject({ cause: 'refused', reason: 'undefined', hard: false });
  });

  it.each(['4.1.1', '4.2.1', null])('never takes a temporary refusal (%s) for a dead address', (status) => {
    const answer = {
      ...said(450, status, 'Requested mail action not taken: mailbox unavailable'),
      command: 'RCPT' as const,
    };
    expect(observedFailure('ann@x.example', 'undeliverable', answer)).toMatchObject({ cause: 'refused', hard: false });
  });

  it('never takes an expiry for a dead address', () => {
    expect(observedFailure('ann@x.example', 'expired', said(450, '4.1.1', 'User unknown'))).toMatchObject({
      cause: 'expired',
      hard: false,
    });
  });
});

describe('what a bounce says', () => {
  it('keeps the server and its words', () => {
    expect(bouncedFailure(reading)).toEqual({
      cause: 'bounced',
      reason: 'userunknown',
      hard: true,
      answer: said(550, '5.1.1', 'No such user'),
      remoteMta: 'mx.x.example',
    });
  });

  it('has no code where none was given, and no end of words', () => {
    const { answer, remoteMta } = bouncedFailure({
      ...reading,
      replyCode: '',
      enhancedStatus: '',
      remoteMta: '',
      text: 'x'.repeat(9_000),
    });
    expect(answer).toMatchObject({ replyCode: null, enhancedStatus: null });
    expect(answer?.text).toHaveLength(2_000);
    expect(remoteMta).toBeNull();
  });
});

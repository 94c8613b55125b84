import type { RecipientOutcome } from '../../domain/mail-message';
import { isAskingForLess, retryAfterMs, sendingLimits } from '../../domain/sending-limits';
import { isRecognised, providerPolicy } from '../../domain/sending-policy';

const answer = (replyCode: number | null, enhancedStatus: string | null, text: string) => ({
  replyCode,
  enhancedStatus,
  text,
});
const minute = 60_000;

describe('sending limits', () => {
  it('follow the provider where it names numbers, and are careful where nobody does', () => {
    expect(sendingLimits('smtp.office365.com')).toMatchObject({ connections: 3, mailsPerMinute: 30 });
    const careful = { connections: 10, mailsPerMinute: null, recipientsPerTransaction: 100 };
    expect(sendingLimits('mail.customer.example')).toEqual(careful);
  });

  it('are the organization’s own where it has some, whatever the provider', () => {
    const policy = { ...providerPolicy, connections: 1, recipientsPerTransaction: 20 };
    expect(sendingLimits('smtp.office365.com', policy)).toEqual({
      connections: 1,
      mailsPerMinute: 30,
      recipientsPerTransaction: 20,
    });
  });
});

describe('a relay that deduplicates', () => {
  const accepted = '2026-11-26T10:00:00.000Z';
  const after = (hours: number) => Date.parse(accepted) + hours * 60 * minute;

  it('recognises a mail for a day, and no other relay does', () => {
    const policy = { ...providerPolicy, deduplication: 'Resend-Idempotency-Key' } as const;
    expect([0, 22.9, 23, 30].map((hours) => isRecognised(policy, accepted, after(hours)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isRecognised(providerPolicy, accepted, after(0))).toBe(false);
  });
});

describe('a server asks for less', () => {
  it.each([
    answer(421, '4.7.0', 'Try again later, closing connection'),
    answer(432, '4.3.2', 'Concurrent connections limit exceeded'),
    answer(454, '4.7.0', 'Temporary authentication failure'),
    answer(451, '4.7.1', 'You exceeded the rate limit, please send slower'),
    answer(450, null, 'Too many connections from your host'),
  ])('by $replyCode $enhancedStatus $text', (said) => {
    expect(isAskingForLess(said)).toBe(true);
  });

  it.each([
    answer(250, '2.0.0', 'queued'),
    answer(450, '4.2.0', 'Greylisted, try again in 300 seconds'),
    answer(452, '4.2.2', 'Mailbox full'),
    answer(550, '5.7.1', 'You send too fast, slower'),
    answer(null, null, 'CONNECTION_TIMED_OUT'),
  ])('but not by $replyCode $enhancedStatus $text', (said) => {
    expect(isAskingForLess(said)).toBe(false);
  });
});

describe('the next attempt', () => {
  const deferred = (text: string): RecipientOutcome => ({
    recipient: 'a@partner.example',
    state: 'deferred',
    answer: answer(450, '4.2.0', text),
  });

  it('comes minutes after greylisting, with jitter, however often the mail was tried', () => {
    const greylisted = [deferred('Greylisting in action, please come back later')];
    expect(retryAfterMs(greylisted, 1, 0)).toBe(5 * minute);
    expect(retryAfterMs(greylisted, 2, 1)).toBe(6 * minute);
    expect(retryAfterMs(greylisted, 9, 0)).toBe(60 * minute);
  });

  it('backs off after everything else, also where only some were greylisted', () => {
    expect(retryAfterMs([deferred('Mailbox busy')], 1, 0)).toBe(minute);
    expect(retryAfterMs([deferred('greylisted'), deferred('Mailbox busy')], 3, 0)).toBe(4 * minute);
  });
});

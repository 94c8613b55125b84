import { loopSign } from '../../../domain/undeliverables/loop-guard';
import { refusalPattern } from '../../../domain/undeliverables/refusal-pattern';

const now = '2026-11-26T12:00:00.000Z';

describe('a pattern of refusals', () => {
  const limits = { recipients: 5, windowHours: 24 };

  it('is the same reason for many recipients', () => {
    const counts = [
      { reason: 'blocked', recipients: 5 },
      { reason: 'badreputation', recipients: 9 },
      { reason: 'userunknown', recipients: 3 },
    ] as const;
    expect(refusalPattern(counts, limits, now)).toEqual({
      reason: 'badreputation',
      recipients: 9,
      since: '2026-11-25T12:00:00.000Z',
    });
  });

  it('is none where few are concerned, or where each case is one of its own', () => {
    expect(refusalPattern([{ reason: 'blocked', recipients: 4 }], limits, now)).toBeNull();
    expect(refusalPattern([{ reason: 'mailboxfull', recipients: 400 }], limits, now)).toBeNull();
    expect(refusalPattern([], limits, now)).toBeNull();
  });
});

describe('the guard against loops', () => {
  const hops = (count: number) => Array.from({ length: count }, () => ({ name: 'Received', value: 'by x' }));

  it('knows a notice of ours, whoever sent it back', () => {
    expect(loopSign([{ name: 'x-loop', value: ' Platform.example ' }], 'platform.example')).toBe('own-notice');
    expect(loopSign([{ name: 'X-Loop', value: 'someone.else.example' }], 'platform.example')).toBeNull();
  });

  it('stops what passed too many servers', () => {
    expect(loopSign(hops(100), 'platform.example')).toBeNull();
    expect(loopSign(hops(101), 'platform.example')).toBe('too-many-hops');
  });
});

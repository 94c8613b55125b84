import { commandNames, factNames } from '../../../domain/lifecycle/events';
import { bounceReasons } from '../../../domain/bounces/bounce-reason';
import { eventText } from '../../../domain/texts/event-texts';
import { undeliverableText } from '../../../domain/texts/undeliverable-texts';

describe('the texts about events', () => {
  it('name every command and every fact in both languages', () => {
    for (const name of [...commandNames, ...factNames]) {
      expect(eventText('de', name)).toMatch(/^\p{Lu}/u);
      expect(eventText('en', name)).toMatch(/^\p{Lu}/u);
      expect(eventText('de', name)).not.toBe(eventText('en', name));
    }
  });

  it('leave what a newer version wrote as it is', () => {
    expect(eventText('de', 'somethingNew')).toBe('somethingNew');
    expect(eventText('en', 'toString')).toBe('toString');
  });
});

describe('the texts about undeliverable mail', () => {
  it('say why and what helps, for every reason', () => {
    for (const reason of bounceReasons) {
      for (const locale of ['de', 'en'] as const) {
        const { why, advice } = undeliverableText(locale, { cause: 'bounced', reason });
        expect(why).toMatch(/\.$/);
        expect(advice).toMatch(/\.$/);
      }
    }
  });

  it('speak of the suppression list where a mail was kept back, whatever the reason was once', () => {
    const { why } = undeliverableText('en', { cause: 'suppressed', reason: 'userunknown' });
    expect(why).toContain('suppression list');
  });
});

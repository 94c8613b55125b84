import { checkCodes } from '../../domain/check-report';
import { checkText, checkTexts, placeholdersOf } from '../../domain/texts/check-texts';
import { testMailText } from '../../domain/texts/test-mail-texts';

const locales = ['de', 'en'] as const;

describe('the texts of findings', () => {
  it.each(locales)('has every code in %s, and no other', (locale) => {
    expect(Object.keys(checkTexts[locale]).toSorted()).toEqual([...checkCodes].toSorted());
  });

  it.each(checkCodes)('says something in both languages, with the same facts: %s', (code) => {
    const { de, en } = checkTexts;
    for (const text of [de[code], en[code]]) {
      expect([text.title, text.meaning, text.mend ?? '-'].every((part) => part.trim().length > 0)).toBe(true);
      expect(text.title).not.toMatch(/[.{[]/);
    }
    expect(de[code].title).not.toBe(en[code].title);
    expect(de[code].mend === null).toBe(en[code].mend === null);
    for (const part of ['meaning', 'mend'] as const) {
      const facts = placeholdersOf(de[code][part] ?? '').toSorted();
      expect(placeholdersOf(en[code][part] ?? '').toSorted()).toEqual(facts);
    }
  });

  it('reads well without any fact', () => {
    for (const locale of locales) {
      for (const code of checkCodes) {
        const { meaning, mend } = checkText(locale, code, {});
        expect(`${meaning} ${mend ?? ''}`).not.toMatch(/[{}[\]]|\(\)| {2}| [.,:]/);
      }
    }
  });

  it('fills in facts, with dates as people write them', () => {
    const facts = { daysLeft: 9, expiresAt: '2027-03-05T10:00:00.000Z' };
    expect(checkText('de', 'TLS_CERTIFICATE_EXPIRES_SOON', facts).meaning).toContain('9 Tage, bis 5. März 2027');
    expect(checkText('en', 'TLS_CERTIFICATE_EXPIRES_SOON', facts).meaning).toContain('9 days, until 5 March 2027');
    expect(checkText('en', 'DNS_RESOLVED', { addresses: ['192.0.2.1', '2001:db8::1'] }).meaning).toContain(
      '192.0.2.1, 2001:db8::1',
    );
  });

  it('takes no placeholders from facts', () => {
    const names = ['{expiresAt}', '[x]'];
    expect(checkText('en', 'TLS_CERTIFICATE_WRONG_NAME', { names }).meaning).toContain('It covers: {expiresAt}, [x].');
  });
});

describe('the test mail', () => {
  const facts = { organizationName: 'Müller & <Söhne>', host: 'mail.example.test', code: 'ABCD2345' };

  it.each(locales)('carries host, organization and a readable code in %s', (locale) => {
    const { subject, text, html } = testMailText(locale, facts);
    expect(subject).toContain(facts.host);
    expect(text).toContain(facts.organizationName);
    expect(text).toContain('ABCD-2345');
    expect(html).toContain('ABCD-2345');
    expect(html).toContain('Müller &amp; &lt;Söhne&gt;');
    expect(html).not.toContain('<Söhne>');
    expect(text + html).not.toContain('confirm-test-mail');
  });

  it.each(locales)('carries a link where there is a page that it leads to, in %s', (locale) => {
    const link = 'https://api.example/confirm-test-mail?token=a&b';
    const { text, html } = testMailText(locale, { ...facts, link });
    expect(text.split('\n')).toContain(link);
    expect(html).toContain('<a href="https://api.example/confirm-test-mail?token=a&amp;b">');
    expect(text).toMatch(/: ABCD-2345$/m);
  });
});

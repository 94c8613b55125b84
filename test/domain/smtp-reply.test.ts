import fc from 'fast-check';

import { parseCapabilities } from '../../domain/smtp-capabilities';
import { isPermanent, isPositive, parseReply, printable } from '../../domain/smtp-reply';

describe('reading a reply', () => {
  it('reads code, enhanced status and text', () => {
    expect(parseReply('535 5.7.8 Bad credentials')).toEqual({
      code: 535,
      enhancedStatus: '5.7.8',
      text: 'Bad credentials',
    });
  });

  it('joins the lines of a long reply', () => {
    expect(parseReply('534-5.7.9 Application-specific\n534-5.7.9 password required\n534 5.7.9 help')).toEqual({
      code: 534,
      enhancedStatus: '5.7.9',
      text: 'Application-specific password required help',
    });
  });

  it.each(['250', '250 ', '250-only'])('takes the bare reply "%s"', (raw) => {
    expect(parseReply(raw)?.code).toBe(250);
  });

  it.each(['', 'hello', '25', '2500 x', '199 x', '600 x', '250-a\n550 b', '250-a\nb', 'x250 ok', '\u0000220 hi'])(
    'takes %j for no reply',
    (raw) => {
      expect(parseReply(raw)).toBeNull();
    },
  );

  it('writes out control characters, direction marks and line separators', () => {
    expect(parseReply('550 a\u0000b\u001b[31m\u202ec\u2028d')?.text).toBe('a\\x00b\\x1b[31m\\u{202e}c\\u{2028}d');
  });

  it('reads back whatever a server can say, in bounded length and without control characters', () => {
    const line = fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), line, (code, text) => {
        const reply = parseReply(`${code} ${text}`);
        expect(reply?.code).toBe(code);
        expect(reply?.text).not.toMatch(/\p{Cc}/u);
        expect(reply?.text.length).toBeLessThanOrEqual(10 * 1001);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => parseReply(raw) === null || true));
  });

  it('tells final refusals from those that may pass', () => {
    const codes = [250, 354, 421, 450, 503, 535, 550].map((code) => ({ code, enhancedStatus: null, text: '' }));
    expect(codes.filter(isPositive).map(({ code }) => code)).toEqual([250, 354]);
    expect(codes.filter(isPermanent).map(({ code }) => code)).toEqual([535, 550]);
    expect(isPositive(null)).toBe(false);
  });

  it('cuts long texts', () => {
    expect(printable('abcdef', 3)).toBe('abc…');
  });
});

describe('reading an EHLO reply', () => {
  it('reads what we report, and nothing else', () => {
    const reply =
      '250-mail.example greets you\n250-STARTTLS\n250-size 35882577\n250-X-SECRET hi\n250-AUTH plain LOGIN\n250 8BITMIME';
    expect(parseCapabilities(reply)).toEqual({
      extensions: ['8BITMIME', 'AUTH', 'SIZE', 'STARTTLS'],
      maxSize: 35_882_577,
      authMechanisms: ['PLAIN', 'LOGIN'],
    });
  });

  it('reads the ancient form of AUTH, and each mechanism once', () => {
    expect(parseCapabilities('250-x\n250-AUTH LOGIN\n250 AUTH=LOGIN PLAIN').authMechanisms).toEqual(['LOGIN', 'PLAIN']);
  });

  it.each(['250-x\n250 SIZE', '250-x\n250 SIZE 0', '250-x\n250 SIZE many', '250-x\n250 SIZE 9999999999999999'])(
    'knows no limit from %j',
    (reply) => {
      expect(parseCapabilities(reply).maxSize).toBeNull();
    },
  );

  it('does not take the greeting line for an extension', () => {
    expect(parseCapabilities('250 STARTTLS').extensions).toEqual([]);
  });

  it('is quick with a line made to be slow', () => {
    const started = performance.now();
    expect(parseCapabilities(`250-x\n250 AUTH${' '.repeat(1_000_000)}x`).authMechanisms).toEqual([]);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('passes on nothing of the server but clean words', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        const { authMechanisms } = parseCapabilities(`250-x\n${lines.map((line) => `250-AUTH ${line}`).join('\n')}`);
        return authMechanisms.length <= 20 && authMechanisms.every((word) => /^[A-Z0-9_-]{1,20}$/.test(word));
      }),
    );
  });
});

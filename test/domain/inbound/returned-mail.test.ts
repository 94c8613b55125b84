import { judgeReturnedMail, type ReturnedTestMail, type SentTestMail } from '../../../domain/inbound/returned-mail';

const sent: SentTestMail = {
  from: 'contracts@customer.example',
  replyTo: 'admin@customer.example',
  messageId: '<test-mail.1@customer.example>',
  returnPath: 'admin@customer.example',
  sentAt: '2026-11-26T10:00:00.000Z',
  texts: { plain: 'Hello, the code is #.', html: 'Hello, the code is #.' },
};

const asSent: ReturnedTestMail = {
  from: 'Contracts@customer.example',
  replyTo: sent.replyTo,
  messageId: sent.messageId,
  returnPath: sent.returnPath,
  receivedAt: '2026-11-26T10:00:42.000Z',
  hops: 3,
  unsubscribeFields: [],
  texts: { plain: 'Hello, the code is #.', html: 'Hello, the code is #.' },
  spf: 'pass',
  dkim: 'pass',
  dmarc: 'pass',
};

const codes = (changes: Partial<ReturnedTestMail>) =>
  judgeReturnedMail(sent, { ...asSent, ...changes }).map(({ code, verdict }) => `${verdict} ${code}`);

describe('a returned test mail', () => {
  it('tells how long it took, over how many servers, and that nothing was changed', () => {
    const results = judgeReturnedMail(sent, asSent);
    expect(results.map(({ id }) => id)).toEqual([
      'returned-mail',
      'returned-mail-headers',
      'returned-mail-authentication',
    ]);
    expect(results[0]).toMatchObject({ facts: { seconds: 42, hops: 3 }, durationMs: 42_000 });
    expect(results.every(({ verdict, stage }) => verdict === 'pass' && stage === 'returned-mail')).toBe(true);
  });

  it.each([
    ['From', { from: 'mailer@provider.example' }],
    ['Reply-To', { replyTo: '' }],
    ['Message-ID', { messageId: '<new@provider.example>' }],
    ['Return-Path', { returnPath: 'bounces@provider.example' }],
  ] as const)('warns of a rewritten %s', (field, changes) => {
    const found = judgeReturnedMail(sent, { ...asSent, ...changes }).find(
      ({ code }) => code === 'RETURNED_MAIL_REWRITTEN',
    );
    expect(found).toMatchObject({ verdict: 'warn', facts: { fields: [field] } });
  });

  it('warns of a footer with its words, and of any other change of the text', () => {
    const plain = 'Hello, the code is #.';
    const footer = { plain: `${plain} -- Sent with Mailer`, html: plain };
    const found = judgeReturnedMail(sent, { ...asSent, texts: footer }).find(({ id }) => id === 'returned-mail-body');
    expect(found).toMatchObject({
      verdict: 'warn',
      code: 'RETURNED_MAIL_FOOTER_ADDED',
      facts: { added: '-- Sent with Mailer' },
    });
    expect(codes({ texts: { plain, html: 'Hello' } })).toContain('warn RETURNED_MAIL_BODY_CHANGED');
    expect(codes({ texts: { plain: '', html: plain } })).toContain('warn RETURNED_MAIL_BODY_CHANGED');
    const { texts: _unknown, ...before } = sent;
    expect(judgeReturnedMail(before, { ...asSent, texts: footer }).every(({ verdict }) => verdict === 'pass')).toBe(
      true,
    );
  });

  it('warns of a way to unsubscribe that the server added', () => {
    expect(codes({ unsubscribeFields: ['List-Unsubscribe'] })).toContain('warn RETURNED_MAIL_UNSUBSCRIBE_ADDED');
  });

  it('proves its domain by DMARC, or by SPF or DKIM where the domain has no DMARC', () => {
    expect(codes({ spf: 'fail' })).toContain('pass RETURNED_MAIL_AUTHENTICATED');
    expect(codes({ dmarc: 'none', dkim: 'none' })).toContain('pass RETURNED_MAIL_AUTHENTICATED');
    expect(codes({ dmarc: 'fail' })).toContain('warn RETURNED_MAIL_UNAUTHENTICATED');
    expect(codes({ dmarc: 'none', dkim: 'none', spf: 'softfail' })).toContain('warn RETURNED_MAIL_UNAUTHENTICATED');
  });

  it.each([
    ['the policy', { dmarc: 'temperror' }],
    ['the sender’s servers', { spf: 'temperror', dkim: 'none', dmarc: 'fail' }],
    ['the key', { spf: 'none', dkim: 'temperror', dmarc: 'fail' }],
    ['any of them', { spf: 'temperror', dkim: 'temperror', dmarc: 'temperror' }],
    ['the sender’s servers, and no policy', { spf: 'temperror', dkim: 'none', dmarc: 'none' }],
  ] as const)('is not held against its domain where the DNS did not answer about %s', (_, changes) => {
    expect(codes(changes)).toContain('inconclusive RETURNED_MAIL_AUTHENTICATION_UNKNOWN');
  });

  it('proves its domain by what the DNS did answer about', () => {
    expect(codes({ spf: 'temperror' })).toContain('pass RETURNED_MAIL_AUTHENTICATED');
    expect(codes({ spf: 'temperror', dmarc: 'none' })).toContain('pass RETURNED_MAIL_AUTHENTICATED');
  });

  it('never fails a check, whatever became of it', () => {
    const worst = {
      from: '',
      replyTo: '',
      messageId: '',
      returnPath: '',
      spf: 'fail',
      dkim: 'fail',
      dmarc: 'fail',
    } as const;
    expect(codes(worst).filter((code) => code.startsWith('fail'))).toEqual([]);
  });
});

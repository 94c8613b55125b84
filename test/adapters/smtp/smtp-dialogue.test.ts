import fc from 'fast-check';

import { SmtpDialogue } from '../../../adapters/smtp/smtp-dialogue';
import { Transcript } from '../../../adapters/smtp/transcript';

function greeted(): SmtpDialogue {
  const dialogue = new SmtpDialogue();
  dialogue.expectGreeting();
  dialogue.serverReply('220 hi');
  dialogue.clientLine('EHLO client.example.test');
  return dialogue;
}

describe('following a dialogue', () => {
  it('pairs pipelined replies with their commands', () => {
    const dialogue = greeted();
    dialogue.serverReply('250 PIPELINING');
    for (const line of ['MAIL FROM:<a>', 'RCPT TO:<b>', 'RCPT TO:<c>', 'DATA']) dialogue.clientLine(line);
    expect(dialogue.clock.stage).toBe('mail-from');
    dialogue.serverReply('250 sender');
    expect(dialogue.clock.stage).toBe('rcpt-to');
    dialogue.serverReply('550 5.1.1 b');
    dialogue.serverReply('250 c');
    expect(dialogue.clock.stage).toBe('data');
    dialogue.serverReply('354 go');
    dialogue.serverReply('250 queued');
    const { sender, recipients, data, end } = dialogue.replies;
    expect([sender, ...recipients, data, end].map((reply) => reply?.code)).toEqual([250, 550, 250, 354, 250]);
  });

  it('keeps what was offered before TLS apart', () => {
    const dialogue = greeted();
    dialogue.serverReply('250-x\n250-STARTTLS\n250 AUTH LOGIN');
    dialogue.clientLine('STARTTLS');
    dialogue.serverReply('220 go');
    dialogue.clientLine('EHLO client.example.test');
    dialogue.serverReply('250-x\n250 AUTH PLAIN');
    expect(dialogue.plainCapabilities.authMechanisms).toEqual(['LOGIN']);
    expect(dialogue.capabilities.authMechanisms).toEqual(['PLAIN']);
    expect(dialogue.offered).toEqual({ auth: true, startTls: true });
  });

  it('masks every line of a login but the mechanism', () => {
    const dialogue = greeted();
    dialogue.beginLogin('password', ['s3cret']);
    for (const line of ['AUTH LOGIN', 'dXNlcg==', 'czNjcmV0', 'AUTH PLAIN AHVzZXIAczNjcmV0']) dialogue.clientLine(line);
    dialogue.endLogin();
    dialogue.clientLine('MAIL FROM:<a>');
    const lines = dialogue.transcript().map(({ text }) => text);
    expect(lines.slice(-5)).toEqual(['AUTH LOGIN', '[secret]', '[secret]', 'AUTH PLAIN [secret]', 'MAIL FROM:<a>']);
  });

  it('takes whatever a server says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (replies) => {
        const dialogue = greeted();
        for (const reply of replies) dialogue.serverReply(reply);
        return dialogue.transcript().every(({ text }) => !/\p{Cc}/u.test(text));
      }),
    );
  });
});

describe('a transcript', () => {
  it('is bounded in lines and in their length, and says what it left out', () => {
    const transcript = new Transcript();
    transcript.add('server', Array.from({ length: 300 }, () => 'x'.repeat(1000)).join('\n'));
    const lines = transcript.lines();
    expect(lines).toHaveLength(201);
    expect(lines[0]?.text).toHaveLength(501);
    expect(lines.at(-1)?.text).toBe('[100 more lines left out]');
  });

  it('never shows a hidden text, in clear or in base64', () => {
    const secret = fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(secret, fc.string(), (hidden, around) => {
        fc.pre(!'[secret]'.includes(hidden));
        const transcript = new Transcript();
        transcript.hide([hidden]);
        const base64 = Buffer.from(hidden, 'utf8').toString('base64').replace(/=+$/, '');
        const cleaned = transcript.withoutSecrets(`${around}${hidden}|${base64}`);
        return !cleaned.includes(`${hidden}|`) && !cleaned.endsWith(base64);
      }),
    );
  });
});

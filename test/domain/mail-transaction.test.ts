import fc from 'fast-check';

import { deferAll, judgeTransaction, transactionTrouble, type MailTransaction } from '../../domain/mail-transaction';
import { isPermanent, isPositive, type SmtpReply } from '../../domain/smtp-reply';
import { nothingOffered, troubleKinds, type SmtpTrouble } from '../../domain/smtp-trouble';

const codes = [250, 354, 421, 432, 450, 451, 503, 530, 535, 550, 552, 553, 554];
const statuses = [null, '2.0.0', '4.2.0', '5.1.1', '5.3.4', '5.7.1', '5.7.60', '5.2.252'];
const texts = ['ok', 'Sender address rejected: not owned by user', 'Helo command rejected', 'Relay access denied', ''];

const reply: fc.Arbitrary<SmtpReply> = fc.record({
  code: fc.constantFrom(...codes),
  enhancedStatus: fc.constantFrom(...statuses),
  text: fc.constantFrom(...texts),
});

const trouble: fc.Arbitrary<SmtpTrouble> = fc.record({
  stage: fc.constantFrom('mail-from', 'rcpt-to', 'data'),
  kind: fc.constantFrom(...troubleKinds),
  offered: fc.constant(nothingOffered),
});

const transaction: fc.Arbitrary<MailTransaction> = fc.record({
  sender: fc.option(reply),
  recipients: fc.array(fc.option(reply), { minLength: 3, maxLength: 3 }),
  data: fc.option(reply),
  end: fc.option(reply),
  endMayBeWritten: fc.boolean(),
  trouble: fc.option(trouble),
});

const positive = reply.map((given) => ({ ...given, code: 250 }));

/** The body may be out, the answer to it is lost, and nothing before it refused the mail as a whole. */
const afterTheDot: fc.Arbitrary<MailTransaction> = fc.record({
  sender: fc.option(positive),
  recipients: fc.array(fc.option(reply), { minLength: 2, maxLength: 2 }).map((replies) => [...replies, null]),
  data: fc.option(positive),
  end: fc.constant(null),
  endMayBeWritten: fc.constant(true),
  trouble: fc.option(trouble.filter(({ kind }) => kind !== 'too-large')),
});

const recipients = ['a@example.test', 'b@example.test', 'c@example.test'];

const taken: MailTransaction = {
  sender: { code: 250, enhancedStatus: null, text: 'ok' },
  recipients: recipients.map(() => ({ code: 250, enhancedStatus: null, text: 'ok' })),
  data: { code: 354, enhancedStatus: null, text: 'go' },
  end: { code: 250, enhancedStatus: '2.0.0', text: 'queued' },
  endMayBeWritten: true,
  trouble: null,
};

describe('what became of the recipients of a mail', () => {
  it('gives each recipient one outcome, in order', () => {
    fc.assert(
      fc.property(transaction, (given) => {
        expect(judgeTransaction(recipients, given).outcomes.map(({ recipient }) => recipient)).toEqual(recipients);
      }),
    );
  });

  it('is sent only by a positive answer to the final dot', () => {
    fc.assert(
      fc.property(transaction, (given) => {
        const sent = judgeTransaction(recipients, given).outcomes.some(({ state }) => state === 'sent');
        expect(sent && !isPositive(given.end)).toBe(false);
      }),
    );
  });

  it('is never tried again when the final dot may have been written and nothing refused it', () => {
    fc.assert(
      fc.property(afterTheDot, (given) => {
        const { outcomes } = judgeTransaction(recipients, given);
        const unrefused = outcomes.filter((_, index) => {
          const answer = given.recipients[index] ?? null;
          return answer === null || isPositive(answer);
        });
        expect(unrefused.every(({ state }) => state === 'held')).toBe(true);
      }),
    );
  });

  it('is held only when the final dot may have been written', () => {
    fc.assert(
      fc.property(transaction, (given) => {
        const held = judgeTransaction(recipients, given).outcomes.some(({ state }) => state === 'held');
        expect(held && !given.endMayBeWritten).toBe(false);
      }),
    );
  });

  it('is undeliverable only by a permanent answer, or by its size', () => {
    fc.assert(
      fc.property(transaction, (given) => {
        const permanent = [given.sender, ...given.recipients, given.data, given.end].some(
          (step) => step !== null && isPermanent(step),
        );
        const { outcomes } = judgeTransaction(recipients, given);
        const undeliverable = outcomes.some(({ state }) => state === 'undeliverable');
        expect(undeliverable && !permanent && given.trouble?.kind !== 'too-large').toBe(false);
      }),
    );
  });

  it('blames the customer for a sender only when nobody could be reached', () => {
    const refusal = { code: 553, enhancedStatus: '5.7.1', text: 'Sender address rejected: not owned by user' };
    const [first = null] = taken.recipients;
    const some = judgeTransaction(recipients, { ...taken, recipients: [first, refusal, refusal] });
    expect(some).toMatchObject({ customerTrouble: null });
    expect(some.outcomes.map(({ state }) => state)).toEqual(['sent', 'undeliverable', 'undeliverable']);
    const all = judgeTransaction(recipients, {
      ...taken,
      recipients: [refusal, refusal, refusal],
      data: null,
      end: null,
    });
    expect(all.customerTrouble).toBe('SENDER_REFUSED');
    expect(all.outcomes.every(({ state }) => state === 'deferred')).toBe(true);
  });

  it('says which command was refused, to one recipient or to all', () => {
    const refusal = { code: 550, enhancedStatus: null, text: 'No such user' };
    const [first = null] = taken.recipients;
    const some = judgeTransaction(recipients, { ...taken, recipients: [first, refusal, refusal] });
    expect(some.outcomes.map(({ answer }) => answer.command)).toEqual([undefined, 'RCPT', 'RCPT']);
    const all = judgeTransaction(recipients, { ...taken, end: refusal });
    expect(all.outcomes.map(({ answer }) => answer.command)).toEqual(['DATA', 'DATA', 'DATA']);
  });

  it('keeps an answer about a group of recipients apart from one about the sender', () => {
    const refusal = { code: 550, enhancedStatus: '5.7.1', text: 'You are not allowed to send to this group' };
    const judged = judgeTransaction(['a@example.test'], { ...taken, recipients: [refusal], data: null, end: null });
    expect(judged).toMatchObject({ customerTrouble: null, outcomes: [{ state: 'undeliverable' }] });
  });

  it('is undeliverable for its size without saying anything about the server', () => {
    const tooLarge = { stage: 'mail-from', kind: 'too-large', offered: nothingOffered } as const;
    const nothingSaid = { ...taken, sender: null, recipients: [null, null, null], data: null, end: null };
    const judged = judgeTransaction(recipients, { ...nothingSaid, endMayBeWritten: false, trouble: tooLarge });
    expect(judged.customerTrouble).toBeNull();
    expect(judged.outcomes.every(({ state }) => state === 'undeliverable')).toBe(true);
  });
});

describe('a server that cannot be used at all', () => {
  it.each([
    ['connection-refused', null],
    ['timed-out', null],
    ['name-not-found', null],
    ['name-unresolved', null],
    ['interrupted', null],
    ['certificate-expired', 'TLS_CERTIFICATE_EXPIRED'],
    ['address-refused', 'EGRESS_ADDRESS_REFUSED'],
    ['tls-version', 'TLS_VERSION_TOO_OLD'],
  ] as const)('with %s defers everybody and needs the customer for %s', (kind, customerTrouble) => {
    const judged = deferAll(recipients, { stage: 'connect', kind, offered: nothingOffered });
    expect(judged.customerTrouble).toBe(customerTrouble);
    expect(judged.outcomes.every(({ state }) => state === 'deferred')).toBe(true);
  });
});

describe('the stage at which a transaction stopped', () => {
  it('is none when the mail was taken', () => {
    expect(transactionTrouble(taken)).toBeNull();
  });

  it('is the first that was refused', () => {
    const refusal = { code: 550, enhancedStatus: null, text: 'no' };
    const [first = null] = taken.recipients;
    expect(transactionTrouble({ ...taken, recipients: [first, refusal] })).toMatchObject({
      stage: 'rcpt-to',
      kind: 'reply',
    });
  });

  it('is the end of the data when the answer to it was lost', () => {
    expect(transactionTrouble({ ...taken, end: null })).toMatchObject({ stage: 'data', kind: 'answer-lost' });
  });
});

import * as fc from 'fast-check';

import {
  correlate,
  type CandidateMail,
  type CorrelationEvidence,
  type SignedAddressEvidence,
} from '../../../domain/undeliverables/correlation';

const nothing: CorrelationEvidence = {
  signedAddress: null,
  byMessageId: null,
  byEnvelopeId: null,
  byRecipientAndTime: [],
};

function mail(id: string, organizationId = 'acme', recipients = ['ann@x.example', 'bob@x.example']): CandidateMail {
  return { id, organizationId, messageId: `<${id}@platform.example>`, recipients };
}

function signed(changes: Partial<SignedAddressEvidence> = {}): SignedAddressEvidence {
  return { mail: mail('m-1'), isOwn: true, isExpired: false, position: 1, ...changes };
}

const about = (recipient: string, originalRecipient = '') => ({ recipient, originalRecipient });

describe('a signed address', () => {
  it('tells mail and recipient, whatever the report calls them', () => {
    const found = correlate(about('forwarded@elsewhere.example'), { ...nothing, signedAddress: signed() });
    expect(found).toEqual({ kind: 'certain', proof: 'signed-address', mail: mail('m-1'), position: 1 });
  });

  it('for several recipients leaves it to the report which one is meant', () => {
    const evidence = { ...nothing, signedAddress: signed({ position: null }) };
    expect(correlate(about('BOB@x.example'), evidence)).toMatchObject({ kind: 'certain', position: 1 });
    expect(correlate(about('new@y.example', 'ann@x.example'), evidence)).toMatchObject({ position: 0 });
    expect(correlate(about('who@y.example'), evidence)).toEqual({ kind: 'unknown' });
  });

  it('means the only recipient of its mail, also when that one had forwarded it', () => {
    const single = mail('m-1', 'acme', ['ann@x.example']);
    const evidence = { ...nothing, signedAddress: signed({ mail: single, position: null }) };
    expect(correlate(about('new@y.example'), evidence)).toMatchObject({ kind: 'certain', position: 0 });
  });

  it.each([
    ['made for another organization', signed({ isOwn: false }), {}, 'foreign-address'],
    ['whose time is over', signed({ isExpired: true }), {}, 'expired-address'],
    ['that came back with another mail of ours', signed(), { byMessageId: mail('m-2') }, 'contradiction'],
    ['whose envelope id names another mail', signed(), { byEnvelopeId: mail('m-2', 'other') }, 'contradiction'],
  ])('%s is rejected, even where everything else fits', (_, signedAddress, others, fault) => {
    const found = correlate(about('ann@x.example'), { ...nothing, byMessageId: mail('m-1'), signedAddress, ...others });
    expect(found).toMatchObject({ kind: 'rejected', fault });
  });

  it('of a mail that we do not have, or a place that it has not, is nothing', () => {
    const rest = { ...nothing, byMessageId: mail('m-2') };
    expect(correlate(about('ann@x.example'), { ...rest, signedAddress: signed({ mail: null }) }).kind).toBe('unknown');
    expect(correlate(about('ann@x.example'), { ...nothing, signedAddress: signed({ position: 7 }) }).kind).toBe(
      'unknown',
    );
  });
});

describe('without a signed address', () => {
  it('the Message-ID counts for a recipient that the mail has, and for no other', () => {
    const evidence = { ...nothing, byMessageId: mail('m-1') };
    expect(correlate(about('Ann@x.example'), evidence)).toMatchObject({ proof: 'message-id', position: 0 });
    expect(correlate(about('eve@x.example'), evidence)).toEqual({ kind: 'unknown' });
  });

  it('a recipient that the report hides can only be the one that the mail has', () => {
    const single = mail('m-1', 'acme', ['ann@x.example']);
    expect(correlate(about(''), { ...nothing, byMessageId: single })).toMatchObject({ kind: 'certain', position: 0 });
    expect(correlate(about(''), { ...nothing, byMessageId: mail('m-1') })).toEqual({ kind: 'unknown' });
  });

  it('the envelope id comes next', () => {
    const evidence = { ...nothing, byEnvelopeId: mail('m-1') };
    expect(correlate(about('bob@x.example'), evidence)).toMatchObject({ proof: 'envelope-id', position: 1 });
    const both = { ...evidence, byMessageId: mail('m-2') };
    expect(correlate(about('bob@x.example'), both)).toMatchObject({ kind: 'rejected', fault: 'contradiction' });
  });

  it('recipient and time are a guess, never more', () => {
    const candidates = [mail('m-1'), mail('m-2')];
    const found = correlate(about('ann@x.example'), { ...nothing, byRecipientAndTime: candidates });
    expect(found).toEqual({ kind: 'guess', proof: 'recipient-and-time', mails: candidates });
  });

  it('nothing is known of a mail that names nothing', () => {
    expect(correlate(about(''), nothing)).toEqual({ kind: 'unknown' });
  });
});

describe('whatever the evidence', () => {
  const candidate = fc.record({
    id: fc.constantFrom('m-1', 'm-2', 'm-3'),
    organizationId: fc.constantFrom('acme', 'other'),
    messageId: fc.constant('<x@platform.example>'),
    recipients: fc.array(fc.constantFrom('ann@x.example', 'bob@x.example', 'eve@x.example'), { maxLength: 3 }),
  });
  const evidence: fc.Arbitrary<CorrelationEvidence> = fc.record({
    signedAddress: fc.option(
      fc.record({
        mail: fc.option(candidate),
        isOwn: fc.boolean(),
        isExpired: fc.boolean(),
        position: fc.option(fc.nat(4)),
      }),
    ),
    byMessageId: fc.option(candidate),
    byEnvelopeId: fc.option(candidate),
    byRecipientAndTime: fc.array(candidate, { maxLength: 2 }),
  });
  const named = fc.record({
    recipient: fc.constantFrom('', 'ann@x.example', 'EVE@x.example', 'x@y.example'),
    originalRecipient: fc.constantFrom('', 'bob@x.example'),
  });

  it('a bounce acts only with an own, unexpired address that nothing contradicts, or on a recipient that it names', () => {
    fc.assert(
      fc.property(named, evidence, (recipient, given) => {
        const found = correlate(recipient, given);
        if (found.kind !== 'certain') return;
        expect(found.position).toBeLessThan(found.mail.recipients.length);
        const { signedAddress } = given;
        if (signedAddress) {
          expect(signedAddress).toMatchObject({ isOwn: true, isExpired: false, mail: { id: found.mail.id } });
          expect(given.byMessageId?.id ?? found.mail.id).toBe(found.mail.id);
        } else {
          const addresses = [recipient.recipient, recipient.originalRecipient].map((each) => each.toLowerCase());
          const isHidden = addresses.every((address) => address === '') && found.mail.recipients.length === 1;
          expect(isHidden || addresses.includes(found.mail.recipients[found.position] ?? '?')).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

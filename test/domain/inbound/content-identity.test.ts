import fc from 'fast-check';

import { identifyingRanges } from '../../../domain/inbound/content-identity';

function identity(mail: string): string {
  const raw = Buffer.from(mail, 'latin1');
  return identifyingRanges(raw)
    .map(([start, end]) => raw.toString('latin1', start, end))
    .join('|');
}

describe('what identifies a mail by its content', () => {
  it('is all of it but the fields that it collects on its way', () => {
    const mail =
      'Received: from a\r\n\tby b\r\nFrom: x@y\r\nReturn-Path: <>\r\nSubject: z\r\n w\r\n\r\nReceived: kept\r\n';
    expect(identity(mail)).toBe('From: x@y\r\n|Subject: z\r\n w\r\n\r\nReceived: kept\r\n');
  });

  it('is the same whichever way the mail came', () => {
    const trace = fc.constantFrom(
      'Received: from one (two)\r\n\tby three; now\r\n',
      'Return-Path: <a@b>\r\n',
      'delivered-TO: c\r\n',
    );
    const core = 'From: MAILER-DAEMON\r\nSubject: failed\r\n\r\nbody\r\n';
    fc.assert(
      fc.property(fc.array(trace, { maxLength: 5 }), (traces) => {
        expect(identity(traces.join('') + core)).toBe(core);
      }),
    );
  });

  it('reads any bytes in linear time without dropping what is no trace field', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (raw) => {
        const ranges = identifyingRanges(raw);
        const ends = ranges.flatMap(([start, end]) => [start, end]);
        expect(ends).toEqual(ends.toSorted((one, other) => one - other));
        expect(ranges.every(([start, end]) => start < end && end <= raw.length)).toBe(true);
      }),
    );
  });

  it('gives up looking for trace fields in a header that never ends', () => {
    const mail = 'Received: x\r\n'.repeat(100_000);
    expect(identity(mail).length).toBeGreaterThan(mail.length - 300_000);
  });
});

import fc from 'fast-check';

import { readOrigin, readTraceparent, spanIdOf, writeTraceparent } from '../../domain/origin';

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: digits, maxLength: digits })
    .map((each) => each.join(''))
    .filter((text) => !/^0+$/.test(text));

const place = fc.record({ traceId: hex(32), spanId: hex(16), isSampled: fc.boolean() });

describe('traceparent', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(place, (given) => expect(readTraceparent(writeTraceparent(given))).toEqual(given)));
  });

  it.each([
    ['nothing', undefined],
    ['another version', '01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ['no trace', '00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
    ['no span', '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01'],
    ['capitals', '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01'],
    ['something behind', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more'],
  ])('is none with %s', (_, text) => {
    expect(readTraceparent(text)).toBeNull();
  });
});

describe('an origin', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('keeps what it knows and drops everything else', () => {
    const given = { requestId: 'request-1', traceparent, password: 'secret' };
    expect(readOrigin(given)).toEqual({ requestId: 'request-1', traceparent });
    expect(readOrigin({ requestId: 'with a space', traceparent })).toEqual({ traceparent });
    expect(readOrigin({ requestId: 'request-1', traceparent: 'broken' })).toEqual({ requestId: 'request-1' });
  });

  it('is none where nothing of it can be read, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const origin = readOrigin(value);
        expect(origin === null || Object.keys(origin).length > 0).toBe(true);
      }),
    );
    expect(readOrigin({ requestId: 7 })).toBeNull();
  });
});

describe('the id of a span', () => {
  it('is the same for the same name and another for another, in the form that traces want', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(spanIdOf(one)).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
        expect(spanIdOf(one) === spanIdOf(other)).toBe(one === other);
      }),
    );
  });

  it('is FNV-1a of 64 bits', () => {
    expect(spanIdOf('')).toBe('cbf29ce484222325');
    expect(spanIdOf('a')).toBe('af63dc4c8601ec8c');
    expect(spanIdOf('foobar')).toBe('85944171f73967e8');
  });
});

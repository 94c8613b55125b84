import { isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';

import { fingerprint } from '../../api/fingerprint';
import { Secret } from '../../domain/secret';

describe('the fingerprint of a request', () => {
  it('does not depend on the order of fields', () => {
    expect(fingerprint({ a: 1, b: { c: 2, d: [3] } })).toBe(fingerprint({ b: { d: [3], c: 2 }, a: 1 }));
  });

  it('tells any two different contents apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = isDeepStrictEqual(asSent(one), asSent(other));
        return (fingerprint(one) === fingerprint(other)) === same;
      }),
      {
        examples: [
          [{}, []],
          [{ a: [] }, { a: {} }],
          [1, '1'],
          [null, 'null'],
        ],
        numRuns: 1_000,
      },
    );
  });

  it('depends on the order of lists', () => {
    expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
  });

  it('has nothing of a secret in it', () => {
    expect(fingerprint({ a: 1, password: new Secret('one') })).toBe(fingerprint({ a: 1, password: new Secret('two') }));
    expect(fingerprint({ a: 1, password: new Secret('one') })).toBe(fingerprint({ a: 1 }));
  });
});

/** As it comes over the wire: JSON knows no negative zero. */
function asSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

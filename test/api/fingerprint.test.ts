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
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        return (fingerprint(one) === fingerprint(other)) === same;
      }),
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

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, member]) => [name, sorted(member), 'member']);
}

import { domainToASCII } from 'node:url';

import fc from 'fast-check';

import { envelopeAddress } from '../../../adapters/smtp/envelope-addresses';

/** Pieces that domains are made of, and that look like something else: numbers, hyphens, A-labels, other scripts. */
const piece = fc.constantFrom('a', 'b', 'z', '0', '9', '-', '--', '.', 'xn--', '0x', 'A', 'ü', '..');
const domains = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));

it('gives every domain in the form that the platform has for it', () => {
  fc.assert(
    fc.property(domains, (domain) => {
      const ascii = domainToASCII(domain);
      expect(envelopeAddress(`ann@${domain}`, false)).toBe(ascii === '' ? null : `ann@${ascii}`);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['ann@Bücher.example', 'ann@xn--bcher-kva.example'],
  ['ann@partner.example', 'ann@partner.example'],
  ['ann@xn--zzzzzzzz.example', null],
  ['ann@partner.example\r\nRCPT TO:<eve@partner.example>', null],
])('names %j to a server as %j', (address, named) => {
  expect(envelopeAddress(address, false)).toBe(named);
});

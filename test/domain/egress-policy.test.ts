import fc from 'fast-check';

import {
  createEgressPolicy,
  hostKind,
  isAddressAllowed,
  isPortAllowed,
  opensNetworks,
} from '../../domain/egress-policy';

const closed = createEgressPolicy([465, 587], []);

type Octets = readonly [number, number, number, number];

const refusedNetworks: readonly (readonly [string, Octets, number])[] = [
  ['this network', [0, 0, 0, 0], 8],
  ['RFC 1918', [10, 0, 0, 0], 8],
  ['shared addresses (CGNAT)', [100, 64, 0, 0], 10],
  ['loopback', [127, 0, 0, 0], 8],
  ['link-local and metadata', [169, 254, 0, 0], 16],
  ['RFC 1918', [172, 16, 0, 0], 12],
  ['protocol assignments', [192, 0, 0, 0], 24],
  ['documentation', [192, 0, 2, 0], 24],
  ['6to4 relays', [192, 88, 99, 0], 24],
  ['RFC 1918', [192, 168, 0, 0], 16],
  ['benchmarks', [198, 18, 0, 0], 15],
  ['documentation', [198, 51, 100, 0], 24],
  ['documentation', [203, 0, 113, 0], 24],
  ['multicast', [224, 0, 0, 0], 4],
  ['reserved and broadcast', [240, 0, 0, 0], 4],
];

function toNumber([a, b, c, d]: Octets): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function toText(address: number): string {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
}

function within(base: Octets, bits: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** (32 - bits) - 1 }).map((offset) => (toNumber(base) + offset) >>> 0);
}

function hexPair(address: number): string {
  return `${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`;
}

/** Every way in which IPv6 carries an IPv4 address. */
function embeddings(address: number): string[] {
  const pair = hexPair(address);
  return [
    `::ffff:${toText(address)}`,
    `::ffff:${pair}`,
    `::${toText(address)}`,
    `::${pair}`,
    `::ffff:0:${pair}`,
    `64:ff9b::${pair}`,
    `64:ff9b:1::${pair}`,
    `2002:${pair}::1`,
    `2001:0:${pair}::1`,
    `2a00:1450::5efe:${pair}`.replace('::', ':0:0:0:'),
    `fe80::5efe:${pair}`,
  ];
}

describe('which addresses may be connected to', () => {
  it.each(refusedNetworks)('refuses everything in %s %j/%i, in each notation', (_, base, bits) => {
    fc.assert(
      fc.property(within(base, bits), (address) => {
        expect(isAddressAllowed(closed, toText(address))).toBe(false);
        expect(embeddings(address).filter((text) => isAddressAllowed(closed, text))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses every IPv6 form that carries an IPv4 address, even a public one', () => {
    expect(embeddings(toNumber([8, 8, 8, 8])).filter((text) => isAddressAllowed(closed, text))).toEqual([]);
  });

  it.each([
    '::',
    '::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '2001:2::1',
    '2001:10::1',
    '3fff::1',
    '4000::1',
    'fe80::1%eth0',
    '2a00:1450:4001:80b::200e%eth0',
  ])('refuses %s', (address) => {
    expect(isAddressAllowed(closed, address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2a00:1450:4001:80b::200e'])(
    'allows the public address %s',
    (address) => {
      expect(isAddressAllowed(closed, address)).toBe(true);
    },
  );

  it('refuses whatever is not an address, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const kind = hostKind(text);
        return kind.kind === 'address' || !isAddressAllowed(closed, text);
      }),
    );
  });

  it('allows what a network opens, also mapped into IPv6, and nothing beside it', () => {
    const open = createEgressPolicy([25], ['10.1.0.0/16', 'fd00:1::/32']);
    expect(opensNetworks(open)).toBe(true);
    expect(isAddressAllowed(open, '10.1.2.3')).toBe(true);
    expect(isAddressAllowed(open, '::ffff:10.1.2.3')).toBe(true);
    expect(isAddressAllowed(open, 'fd00:1::7')).toBe(true);
    expect(isAddressAllowed(open, '10.2.0.1')).toBe(false);
    expect(isAddressAllowed(open, 'fd00:2::7')).toBe(false);
    expect(isAddressAllowed(open, '64:ff9b::a01:203')).toBe(false);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'ten/8', '', '0x7f.1/8', 'fe80::/129', '10.0.0.0/8/8'])(
    'takes no policy with the network "%s"',
    (network) => {
      expect(() => createEgressPolicy([25], [network])).toThrow(RangeError);
    },
  );
});

describe('what a host text is', () => {
  it.each(['0x7f.1', '0x7f000001', '2130706433', '017700000001', '0177.0.0.1', '127.1', '127.0.1', '127.0.0.01'])(
    'does not read an address into %s',
    (text) => {
      expect(hostKind(text)).toEqual({ kind: 'malformed' });
    },
  );

  it.each(['256.1.1.1', '1.2.3.4.5', 'example.1', 'a.0x1', '', '.', '[::1', '::1%lo', ':::', 'fe80::1%25eth0'])(
    'refuses %s',
    (text) => {
      expect(hostKind(text)).toEqual({ kind: 'malformed' });
    },
  );

  it('brings addresses into one form', () => {
    expect(hostKind('127.0.0.1')).toEqual({ kind: 'address', address: '127.0.0.1' });
    expect(hostKind('127.0.0.1.')).toEqual({ kind: 'address', address: '127.0.0.1' });
    expect(hostKind('[0:0:0:0:0:0:0:1]')).toEqual({ kind: 'address', address: '::1' });
    expect(hostKind('2A00:1450:0:0::1')).toEqual({ kind: 'address', address: '2a00:1450::1' });
  });

  it('takes names as names', () => {
    expect(hostKind('mail.example.com.')).toEqual({ kind: 'name', name: 'mail.example.com' });
    expect(hostKind('1and1.example')).toEqual({ kind: 'name', name: '1and1.example' });
  });
});

it.each([
  [465, true],
  [22, false],
  [6379, false],
  [27017, false],
])('says whether port %i is allowed: %s', (port, allowed) => {
  expect(isPortAllowed(closed, port)).toBe(allowed);
});

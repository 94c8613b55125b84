import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** Where connections to customer-given servers may go: ports, and networks opened although they are not public. */
export interface EgressPolicy {
  readonly ports: readonly number[];
  readonly networks: readonly Network[];
}

/** What a host text is before any name lookup. `malformed` looks like an address but is in no unambiguous notation. */
export type HostKind =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'malformed' };

const fourPartDecimal = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
const numericLabel = /^(?:\d+|0x[0-9a-f]*)$/i;
const globalUnicastFirstBits = 0b001;

/**
 * Builds a policy from a port list and networks in CIDR notation. Throws a RangeError naming the first network that is
 * not one: a policy that is silently narrower or wider than written would be worse than none.
 */
export function createEgressPolicy(ports: readonly number[], networks: readonly string[]): EgressPolicy {
  return { ports: [...ports], networks: networks.map(parseNetwork) };
}

/** Whether the policy lets non-public networks be reached at all. */
export function opensNetworks(policy: EgressPolicy): boolean {
  return policy.networks.length > 0;
}

export function isPortAllowed(policy: EgressPolicy, port: number): boolean {
  return policy.ports.includes(port);
}

/**
 * Tells names from addresses. A text whose last label is a number is an address to most resolvers (`0x7f.1`,
 * `2130706433`, `0177.0.0.1`); anything but the plain four-part decimal form is `malformed`, because different
 * programs would read different addresses into it.
 */
export function hostKind(host: string): HostKind {
  const text = host.replace(/\.$/, '');
  if (text.includes(':') || text.includes('[')) return ipv6Literal(text);
  const lastLabel = text.slice(text.lastIndexOf('.') + 1);
  if (!numericLabel.test(lastLabel)) return text === '' ? { kind: 'malformed' } : { kind: 'name', name: text };
  const plain = fourPartDecimal.test(text) && ipaddr.IPv4.isValid(text);
  return plain ? { kind: 'address', address: text } : { kind: 'malformed' };
}

/**
 * Whether a connection may be opened to an address: a public unicast address, or one inside a network that the policy
 * opens. Everything else is refused, and so is whatever does not parse: loopback, private, link-local with the metadata
 * services, shared (CGNAT), unique-local, multicast, reserved and documentation ranges, and IPv6 forms that carry an
 * IPv4 address inside (mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP), whatever that address is.
 */
export function isAddressAllowed(policy: EgressPolicy, text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return isPublic(address) || policy.networks.some((network) => contains(network, unmapped(address)));
}

function ipv6Literal(text: string): HostKind {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (bare.includes('%') || !ipaddr.IPv6.isValid(bare)) return { kind: 'malformed' };
  return { kind: 'address', address: ipaddr.IPv6.parse(bare).toRFC5952String() };
}

function parseAddress(text: string): Address | undefined {
  if (fourPartDecimal.test(text) && ipaddr.IPv4.isValid(text)) return ipaddr.IPv4.parse(text);
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text);
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return isVersion4(address) || isPublicVersion6(address);
}

function isPublicVersion6(address: ipaddr.IPv6): boolean {
  const [first = 0] = address.parts;
  return first >> 13 === globalUnicastFirstBits && !carriesIsatap(address);
}

/** ISATAP interface identifiers (RFC 5214 section 6.1) end in an IPv4 address that a tunnel would deliver to. */
function carriesIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , fifth, sixth] = address.parts;
  return sixth === 0x5efe && (fifth === 0 || fifth === 0x0200);
}

/** The kernel sends packets for an IPv4-mapped address over IPv4, so the allow list speaks about that address. */
function unmapped(address: Address): Address {
  return !isVersion4(address) && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function isVersion4(address: Address): address is ipaddr.IPv4 {
  return address.kind() === 'ipv4';
}

function contains([network, bits]: Network, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

function parseNetwork(text: string): Network {
  const [base = ''] = text.split('/');
  const parsed = parseAddress(base);
  if (parsed === undefined || !ipaddr.isValidCIDR(text))
    throw new RangeError(`"${text}" is not a network in CIDR form`);
  return ipaddr.parseCIDR(text);
}

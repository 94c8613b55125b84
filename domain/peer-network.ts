import ipaddr from 'ipaddr.js';

/** The network that counts as one peer when limits are kept: one IPv6 subscriber has a whole /64. Never throws. */
export function peerNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? `${parsed.parts.slice(0, 4).map(hex).join(':')}::/64` : parsed.toString();
}

function hex(part: number): string {
  return part.toString(16);
}

/** Why the listener refuses a recipient for good; see `AddressReading`. */
export const inboundRefusals = ['foreign', 'unknown', 'forged', 'expired'] as const;
export type InboundRefusal = (typeof inboundRefusals)[number];

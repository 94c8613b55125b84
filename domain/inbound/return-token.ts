/**
 * What mail comes back for: `bounce` to a mail of the outbox, `check` is a test mail itself, `check-bounce` a bounce to a
 * test mail.
 */
export const returnKinds = ['bounce', 'check', 'check-bounce'] as const;
export type ReturnKind = (typeof returnKinds)[number];

/** What a signed address says. Only a token whose MAC was verified may be acted upon. */
export interface ReturnToken {
  readonly kind: ReturnKind;
  /** Id of the mail or test mail: a UUID in lower case. */
  readonly reference: string;
  /** Place of the recipient in the mail, from 0; null where the mail went to several at once. */
  readonly position: number | null;
  /** Ten hex digits derived from the organization's id; binds the token to it. */
  readonly organizationTag: string;
  /** The day after which the token is refused, in days since 1970-01-01 UTC. */
  readonly lastDay: number;
}

/** The fields of a token in its bytes: key, last day, position, organization, reference. */
const layout = { key: 1, day: 2, position: 2, organization: 5, reference: 16 } as const;
export const tokenBytes = layout.key + layout.day + layout.position + layout.organization + layout.reference;

const wholeMail = 0xffff;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const organizationTag = /^[0-9a-f]{10}$/;
const msPerDay = 24 * 60 * 60 * 1000;

/** The day of an instant, in days since 1970-01-01 UTC. */
export function dayOf(instant: Date): number {
  return Math.floor(instant.getTime() / msPerDay);
}

/** Throws a RangeError for a token that no address can carry: a reference that is no UUID, say. */
export function packToken(token: ReturnToken, keyTag: number): Uint8Array {
  const { reference, position, lastDay } = token;
  if (!uuid.test(reference)) throw new RangeError('A return address can only refer to a UUID');
  if (!organizationTag.test(token.organizationTag)) throw new RangeError('An organization tag has ten hex digits');
  if (position !== null && !isWithin(position, wholeMail - 1)) throw new RangeError('A position is too large');
  if (!isWithin(lastDay, 0xffff)) throw new RangeError('A last day is out of range');
  const numbers = [lastDay >> 8, lastDay & 255, (position ?? wholeMail) >> 8, (position ?? wholeMail) & 255];
  return Uint8Array.from([keyTag, ...numbers, ...fromHex(token.organizationTag), ...fromHex(reference)]);
}

/** Reads packed bytes, whoever made them. */
export function unpackToken(kind: ReturnKind, bytes: Uint8Array): ReturnToken {
  const [, dayHigh = 0, dayLow = 0, high = 0, low = 0] = bytes;
  const position = (high << 8) | low;
  const organizationAt = layout.key + layout.day + layout.position;
  const referenceAt = organizationAt + layout.organization;
  return {
    kind,
    reference: asUuid(toHex(bytes.subarray(referenceAt, referenceAt + layout.reference))),
    position: position === wholeMail ? null : position,
    organizationTag: toHex(bytes.subarray(organizationAt, referenceAt)),
    lastDay: (dayHigh << 8) | dayLow,
  };
}

/** The id that the first 16 bytes of a digest make, in the form of a UUID. */
export function referenceFrom(digest: Uint8Array): string {
  return asUuid(toHex(digest.subarray(0, layout.reference)));
}

/** The tag that the first bytes of a digest of an organization's id make. */
export function tagFrom(digest: Uint8Array): string {
  return toHex(digest.subarray(0, layout.organization));
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function asUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function fromHex(text: string): number[] {
  return (text.replaceAll('-', '').match(/[0-9a-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

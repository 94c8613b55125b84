import { decodeBase32, encodeBase32 } from './base32';
import {
  dayOf,
  packToken,
  returnKinds,
  tokenBytes,
  unpackToken,
  type ReturnKind,
  type ReturnToken,
} from './return-token';

/** Keyed cryptography for signed addresses; implemented outside the domain, which has no keys and no hash functions. */
export interface AddressSeal {
  /** One byte that names the key which signs now. */
  readonly activeKeyTag: number;
  /** The MAC of these bytes under the key with the active tag, at least `macBytes` long. */
  sign(bytes: Uint8Array): Uint8Array;
  /** Whether a known key of this tag made this MAC, shortened to its length; compared in constant time. */
  isGenuine(keyTag: number, bytes: Uint8Array, mac: Uint8Array): boolean;
}

/** Our own domains, in lower case; both may be the same. */
export interface ReturnDomains {
  readonly bounce: string;
  readonly check: string;
}

/**
 * What an address turned out to be. `foreign`: not of our domains. `unknown`: of our domains, but no token. `forged`: a
 * token with a wrong MAC. `expired`: genuine, and too old. `genuine`: may be acted upon. `postmaster` is the mailbox that
 * every domain has (RFC 5321 section 4.5.1).
 */
export type AddressReading =
  | { readonly kind: 'foreign' | 'unknown' | 'forged' | 'postmaster' }
  | { readonly kind: 'expired' | 'genuine'; readonly token: ReturnToken };

/** 96 bits: RFC 2104 section 5 allows a MAC to be shortened to half its length and no less than 80 bits. */
export const macBytes = 12;

const prefixes: Readonly<Record<ReturnKind, string>> = { bounce: 'b', check: 'c', 'check-bounce': 'd' };
const addressForm = /^([a-z])-([a-z2-7]{61})$/i;
const postmaster = /^postmaster$/i;

/**
 * The signed address for a token: `b-` and 61 characters, within the 64 octets of a local part (RFC 5321 section
 * 4.5.3.1.1). Throws a RangeError for a token that no address can carry.
 */
export function writeReturnAddress(token: ReturnToken, seal: AddressSeal, domains: ReturnDomains): string {
  const packed = packToken(token, seal.activeKeyTag);
  const mac = seal.sign(signedBytes(token.kind, packed)).subarray(0, macBytes);
  const local = `${prefixes[token.kind]}-${encodeBase32(Uint8Array.from([...packed, ...mac]))}`;
  return `${local}@${domainFor(token.kind, domains)}`;
}

/** Reads any address that mail is offered for. Never throws. */
export function readReturnAddress(
  address: string,
  seal: AddressSeal,
  domains: ReturnDomains,
  now: Date,
): AddressReading {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1).toLowerCase()];
  if (at < 1 || (domain !== domains.bounce && domain !== domains.check)) return { kind: 'foreign' };
  if (postmaster.test(local)) return { kind: 'postmaster' };
  const [, prefix = '', encoded = ''] = addressForm.exec(local) ?? [];
  const kind = returnKinds.find((each) => prefixes[each] === prefix.toLowerCase());
  const bytes = decodeBase32(encoded);
  if (!kind || domainFor(kind, domains) !== domain || bytes?.length !== tokenBytes + macBytes)
    return { kind: 'unknown' };
  const [packed, mac] = [bytes.subarray(0, tokenBytes), bytes.subarray(tokenBytes)];
  if (!seal.isGenuine(packed[0] ?? 0, signedBytes(kind, packed), mac)) return { kind: 'forged' };
  const token = unpackToken(kind, packed);
  return { kind: token.lastDay < dayOf(now) ? 'expired' : 'genuine', token };
}

/** The kind is signed as well, so that an address of one kind cannot be turned into one of another. */
function signedBytes(kind: ReturnKind, packed: Uint8Array): Uint8Array {
  return Uint8Array.from([prefixes[kind].charCodeAt(0), ...packed]);
}

function domainFor(kind: ReturnKind, { bounce, check }: ReturnDomains): string {
  return kind === 'check' ? check : bounce;
}

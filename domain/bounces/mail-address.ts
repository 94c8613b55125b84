/** An address found in a text and where it stands. */
export interface FoundAddress {
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

const maxLocal = 128;
const maxDomain = 255;
const maxFound = 500;
/** Notations that stand right before an address: a link, and the one of X.400 gateways (`dda:SMTP=a@b.example`). */
const addressLabels = ['mailto=', 'smtp='];
/** Punctuation of East Asian scripts and other quotation marks: no character of any address. */
const foreignStops = '　、。〈〉《》「」『』【】〔〕（）［］｛｝：；，．！？＜＞“”„‘’«»…';
const localStops = new Set(` \t\n\r<>()[]:;,"'\`|\\@*${foreignStops}`.split(''));

/** All addresses in a text, in order, found in one pass; `localhost`-like domains count only with `anyDomain`. */
export function findAddresses(text: string, anyDomain = false): FoundAddress[] {
  const found: FoundAddress[] = [];
  let at = text.indexOf('@');
  let floor = 0;
  while (at >= 0 && found.length < maxFound) {
    const one = addressAround(text, at, floor, anyDomain);
    if (one !== null) {
      found.push(one);
      floor = one.end;
    }
    at = text.indexOf('@', at + 1);
  }
  return found;
}

/** The text with each address replaced by a bare `@`, so that the words of an address are not read as words of a reply. */
export function withoutAddresses(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of findAddresses(text, true)) {
    kept.push(text.slice(from, start), '@');
    from = end;
  }
  return kept.join('') + text.slice(from);
}

/** The first address in a header value or field, or an empty string. */
export function firstAddress(value: string): string {
  const angle = value.lastIndexOf('<');
  const inside = angle >= 0 ? findAddresses(value.slice(angle), true)[0] : undefined;
  return (inside ?? findAddresses(value, true)[0])?.address ?? '';
}

/** Whether two addresses mean the same mailbox as far as a report can tell: letter case and quotes do not count. */
export function sameAddress(one: string, other: string): boolean {
  return canonicalAddress(one) === canonicalAddress(other);
}

/** Lower case, without the quotes of a quoted local part: the form to compare by. */
export function canonicalAddress(address: string): string {
  return address.toLowerCase().replaceAll('"', '');
}

/** The domain of an address in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function addressAround(text: string, at: number, floor: number, anyDomain: boolean): FoundAddress | null {
  const start = localStart(text, at, floor);
  let end = domainEnd(text, at + 1);
  while (end > at && (text[end - 1] === '.' || text[end - 1] === '-')) end -= 1;
  const domain = text.slice(at + 1, end);
  if (start >= at || domain === '' || (!anyDomain && !hasTopLevel(domain))) return null;
  return { address: text.slice(start, end), start, end };
}

function localStart(text: string, at: number, floor: number): number {
  const limit = Math.max(floor, at - maxLocal);
  if (text[at - 1] === '"') {
    const open = text.lastIndexOf('"', at - 2);
    return open >= limit ? open : at;
  }
  let start = at;
  while (start > limit && !localStops.has(text.charAt(start - 1))) start -= 1;
  const label = addressLabels.find((one) => text.slice(start, start + one.length).toLowerCase() === one);
  return label === undefined ? start : start + label.length;
}

function domainEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + maxDomain);
  let end = from;
  while (end < limit && isDomainChar(text.charCodeAt(end)) && !localStops.has(text.charAt(end))) end += 1;
  return end;
}

function isDomainChar(code: number): boolean {
  const letter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return letter || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e || code === 0x5f || code > 0x7f;
}

function hasTopLevel(domain: string): boolean {
  const dot = domain.lastIndexOf('.');
  return dot > 0 && dot < domain.length - 2;
}

import { headerValues, type HeaderField } from '../bounces/decoded-mail';

/** A mail that passed more servers than this goes round in circles (RFC 5321 section 6.3 wants at least 100 to pass). */
export const hopLimit = 100;

/** Header field that every notice of ours carries, with the platform's domain. */
export const loopHeader = 'X-Loop';

/** What makes a mail that came in one that nothing may follow from. */
export const loopSigns = ['own-notice', 'too-many-hops'] as const;
export type LoopSign = (typeof loopSigns)[number];

/**
 * Whether a mail that came in is one of our own notices come back, by its loop header, or has passed too many servers.
 * `headers` are those of the mail itself, not those of a mail that it returns.
 */
export function loopSign(headers: readonly HeaderField[], platformDomain: string): LoopSign | null {
  const marks = headerValues(headers, loopHeader).map((value) => value.toLowerCase());
  if (marks.includes(platformDomain.toLowerCase())) return 'own-notice';
  return headerValues(headers, 'Received').length > hopLimit ? 'too-many-hops' : null;
}

import type { CheckResult } from './check-report';
import type { UndeliverablesTarget } from './undeliverable-routing';

/**
 * Where bounces go, which is the envelope sender of a mail that leaves through the organization's server. `direct`: to the
 * admin, without us. `tracked`: to us, by an address for each mail (VERP). `reply-to`: to the mail's Reply-To, without us.
 */
export const returnPathModes = ['direct', 'tracked', 'reply-to'] as const;
export type ReturnPathMode = (typeof returnPathModes)[number];

/** What an organization chose; null or nothing for the default. */
export interface ReturnPathChoice {
  readonly undeliverablesTo: UndeliverablesTarget;
  readonly returnPath?: ReturnPathMode | null;
}

/**
 * The return path in force: what was chosen, else what rule 6 calls for, as far as the server is known to accept it.
 * `accepted` is what a check found, null where none has said.
 */
export function returnPathInForce(
  { undeliverablesTo, returnPath }: ReturnPathChoice,
  accepted: readonly ReturnPathMode[] | null,
): ReturnPathMode {
  if (returnPath) return returnPath;
  const wanted = undeliverablesTo === 'reply-to' ? 'reply-to' : 'direct';
  return accepted === null || accepted.includes(wanted) ? wanted : 'direct';
}

/** The return paths that a check found the server to accept; null where it did not come so far. */
export function acceptedReturnPaths(results: readonly CheckResult[]): readonly ReturnPathMode[] | null {
  const named = results.filter(isAcceptance).map(({ facts }) => facts['returnPath']);
  const accepted = returnPathModes.filter((mode) => named.includes(mode));
  return accepted.length === 0 ? null : accepted;
}

function isAcceptance({ code }: CheckResult): boolean {
  return code === 'SENDER_ACCEPTED' || code === 'RETURN_PATH_ACCEPTED';
}

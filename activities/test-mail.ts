import type { CheckTarget } from '../domain/check-target';
import { returnPathModes, type ReturnPathMode } from '../domain/return-path';
import type { TestMail } from './ports/mail-server-prober';
import type { ReturnAddresses } from './ports/return-addresses';

/** The test mail of a check run, with the return path that sending will use, and the others to be asked for. */
export function testMailFor(target: CheckTarget, addresses: ReturnAddresses | null, now: Date): TestMail {
  const { organizationId, revision, run, adminAddress: recipient, locale, organizationName } = target;
  const known: Readonly<Record<ReturnPathMode, string | null>> = {
    direct: recipient,
    tracked: addresses?.addressFor({ kind: 'check-bounce', organizationId, revision, run }, now) ?? null,
    'reply-to': target.replyTo ?? recipient,
  };
  const wanted = target.returnPath ?? 'direct';
  const mode = known[wanted] === null ? 'direct' : wanted;
  const others = returnPathModes.filter((other) => other !== mode);
  const alternatives = others.flatMap((other) => {
    const address = known[other];
    return address === null ? [] : [{ mode: other, address }];
  });
  const returnPath = known[mode] ?? recipient;
  const parties = { organizationId, revision, run, recipient, locale, organizationName };
  return { ...parties, returnPath, returnPathMode: mode, alternatives };
}

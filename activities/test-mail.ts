import type { CheckTarget } from '../domain/check-target';
import { readableTexts, type ReadableTexts } from '../domain/inbound/returned-body';
import { testMailText } from '../domain/texts/test-mail-texts';
import { domainOf } from '../domain/mail-server-settings';
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
  return { ...parties, ...wayBack(target, addresses, now), returnPath, returnPathMode: mode, alternatives };
}

/** What has to be known of a test mail to recognise it, and to judge what became of it; null where none comes back. */
export function awaitedMail(target: CheckTarget, mail: TestMail, addresses: ReturnAddresses | null, now: Date) {
  const { organizationId, revision, run, settings } = target;
  if (addresses === null || mail.messageId === undefined) return null;
  const reference = addresses.referenceOf({ kind: 'check', organizationId, revision, run });
  const sent = {
    from: settings.senderAddress,
    replyTo: mail.recipient,
    messageId: mail.messageId,
    returnPath: mail.returnPath ?? mail.recipient,
    sentAt: now.toISOString(),
    texts: textsFor(mail, settings.host, true),
  };
  return { reference, organizationId, revision, run, sent };
}

/** What a test mail will say: whichever code and link it carries, they are masked. */
export function textsFor(
  { locale, organizationName }: Pick<TestMail, 'locale' | 'organizationName'>,
  host: string,
  hasLink: boolean,
): ReadableTexts {
  const link = hasLink ? 'https://masked/confirm-test-mail?token=masked' : null;
  return readableTexts(testMailText(locale, { organizationName, host, code: 'MASKED00', link }));
}

function wayBack(target: CheckTarget, addresses: ReturnAddresses | null, now: Date) {
  if (addresses === null) return {};
  const { organizationId, revision, run, settings } = target;
  const subject = { kind: 'check', organizationId, revision, run } as const;
  const messageId = `<test-mail.${addresses.referenceOf(subject)}@${domainOf(settings.senderAddress)}>`;
  return { checkAddress: addresses.addressFor(subject, now), messageId };
}

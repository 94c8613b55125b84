import { textsFor } from '../activities/test-mail';
import type { TestMail } from '../activities/ports/mail-server-prober';
import { DnsRecordResolver } from '../adapters/dns/record-resolver';
import { MailauthReturnedMailReader } from '../adapters/inbound/mailauth-returned-mail-reader';
import type { CheckFindings } from '../domain/check-findings';
import type { CheckCode, CheckFacts, CheckVerdict } from '../domain/check-report';
import { judgeReturnedMail } from '../domain/inbound/returned-mail';
import { domainOf } from '../domain/mail-server-settings';
import type { CheckServerOptions } from './check-server-options';
import { ReturnListener } from './return-listener';

const subject = { organizationId: 'command-line', revision: 1, run: 1 };
const stage = 'returned-mail';
const dnsTimeoutMs = 5_000;
const msPerSecond = 1000;

/** What the last stage needs: a listener where one was asked for. */
export interface WayBack {
  readonly listener: ReturnListener | null;
  readonly dnsServers?: readonly string[];
}

/** Rejects when the port that was asked for cannot be listened on. */
export async function openWayBack({ comesBack, ehloName }: CheckServerOptions): Promise<ReturnListener | null> {
  return comesBack.kind === 'listen' ? await ReturnListener.start({ ...comesBack, name: ehloName }) : null;
}

/** The test mail as the service sends it; where there are addresses of ours, the server is asked for other return paths. */
export function testMailOf(options: CheckServerOptions, listener: ReturnListener | null, now: Date): TestMail {
  const { settings, recipient, locale } = options;
  const returnPath = settings.senderAddress;
  const mail = { ...subject, recipient, locale, organizationName: domainOf(settings.senderAddress), returnPath };
  if (listener === null) return mail;
  const toReplyTo = returnPath === recipient ? [] : [{ mode: 'reply-to', address: recipient } as const];
  const { addresses } = listener;
  const check = { kind: 'check', ...subject } as const;
  const tracked = addresses.addressFor({ kind: 'check-bounce', ...subject }, now);
  return {
    ...mail,
    checkAddress: addresses.addressFor(check, now),
    messageId: `<test-mail.${addresses.referenceOf(check)}@${domainOf(settings.senderAddress)}>`,
    alternatives: [{ mode: 'tracked', address: tracked }, ...toReplyTo],
  };
}

/** Waits for the mail and audits it as the service does; without a listener it can only say that nobody waited. */
export async function returnedMail(
  options: CheckServerOptions,
  sent: { readonly mail: TestMail; readonly at: Date },
  { listener, dnsServers: servers }: WayBack,
  signal: AbortSignal,
): Promise<CheckFindings> {
  const { comesBack, settings, ehloName: name } = options;
  if (listener === null || comesBack.kind !== 'listen') {
    return only('skipped', comesBack.kind === 'ignored' ? 'RETURNED_MAIL_NOT_AWAITED' : 'RETURNED_MAIL_NO_LISTENER');
  }
  const mail = await listener.awaited(comesBack.waitMs, signal);
  if (mail === null) {
    const facts = { seconds: Math.round(comesBack.waitMs / msPerSecond), domain: comesBack.domain };
    return only('inconclusive', 'RETURNED_MAIL_MISSING', facts);
  }
  const resolver = new DnsRecordResolver({ timeoutMs: dnsTimeoutMs, ...(servers && { servers }) });
  const reader = new MailauthReturnedMailReader({ name, resolver });
  const left = {
    from: settings.senderAddress,
    replyTo: sent.mail.recipient,
    messageId: sent.mail.messageId ?? '',
    returnPath: sent.mail.returnPath ?? '',
    sentAt: sent.at.toISOString(),
    texts: textsFor(sent.mail, settings.host, false),
  };
  return { results: judgeReturnedMail(left, await reader.read(mail)), transcript: [] };
}

function only(verdict: CheckVerdict, code: CheckCode, facts: CheckFacts = {}): CheckFindings {
  return { results: [{ id: stage, stage, verdict, code, facts, durationMs: 0 }], transcript: [] };
}

import { randomBytes } from 'node:crypto';

import type { MailServerProber, StageListener, TestMail } from '../activities/ports/mail-server-prober';
import { HmacConfirmationCodes } from '../adapters/crypto/hmac-confirmation-codes';
import { MimeMailComposer } from '../adapters/mail/mime-mail-composer';
import { withDeadline } from '../adapters/smtp/deadline';
import { TestMailBuilder } from '../adapters/smtp/test-mail-builder';
import { checkDeadlineMs } from '../domain/check-deadline';
import { foundFacts, isStopped, type CheckFindings, type FoundFacts } from '../domain/check-findings';
import { createGate, createProber, createTokens } from '../worker/prober';
import type { CheckServerOptions } from './check-server-options';
import { openWayBack, returnedMail, testMailOf, type WayBack } from './check-server-return';

export interface CheckRun {
  readonly onStage: StageListener;
  readonly signal: AbortSignal;
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly dnsServers?: readonly string[];
  /** Milliseconds for everything but the way back of the test mail; as in the service when left out. */
  readonly deadlineMs?: number;
}

const httpsPort = 443;
const organizationId = 'command-line';
const credential = { organizationId, revision: 1, credentialId: organizationId };

/** Runs every stage that a worker's check runs, once and without retries, with the same prober and within the same time. */
export async function runCheck(options: CheckServerOptions, run: CheckRun): Promise<FoundFacts> {
  const listener = await openWayBack(options);
  try {
    const back = { listener, ...(run.dnsServers && { dnsServers: run.dnsServers }) };
    return foundFacts(await stagesOf(options, proberOf(options, run), back, run), 'returned-mail');
  } finally {
    await listener?.close();
  }
}

function proberOf(options: CheckServerOptions, { onStage, dnsServers }: CheckRun): MailServerProber {
  const { trust } = options.settings;
  const settings = {
    ...options,
    unreachableMs: 0,
    allowedTokenPorts: [httpsPort, ...options.allowedPorts],
    // The token endpoint may have a certificate of the same authority.
    trustedAuthorities: trust.kind === 'authority' ? trust.certificates : null,
    onStage,
    ...(dnsServers && { dnsServers }),
  };
  const credentials = { open: () => Promise.resolve(options.password) };
  const codes = new HmacConfirmationCodes(randomBytes(32));
  return createProber(
    settings,
    { gate: createGate(settings), credentials, tokens: createTokens(settings) },
    new TestMailBuilder(new MimeMailComposer(), codes),
  );
}

async function stagesOf(
  options: CheckServerOptions,
  prober: MailServerProber,
  back: WayBack,
  { signal, onStage, deadlineMs = checkDeadlineMs }: CheckRun,
): Promise<readonly CheckFindings[]> {
  const { asked, sent } = await withDeadline(deadlineMs, signal, (bounded) => ask(options, prober, back, bounded));
  if (sent === null) return asked;
  if (back.listener !== null) onStage('returned-mail');
  return [...asked, await returnedMail(options, sent, back, signal)];
}

/** What was found of the server, and the test mail that may come back; null where none is to be waited for. */
interface Asked {
  readonly asked: readonly CheckFindings[];
  readonly sent: { readonly mail: TestMail; readonly at: Date } | null;
}

async function ask(
  options: CheckServerOptions,
  prober: MailServerProber,
  { listener }: WayBack,
  signal: AbortSignal,
): Promise<Asked> {
  const { settings } = options;
  const server = { settings, credential };
  const resolved = await prober.resolve(settings, signal);
  if (isStopped(resolved)) return { asked: [resolved], sent: null };
  const session = await prober.openSession(server, signal);
  if (isStopped(session)) return { asked: [resolved, session], sent: null };
  const at = new Date();
  const mail = testMailOf(options, listener, at);
  const mailed = await prober.sendTestMail(server, mail, signal);
  const asked = [resolved, session, mailed];
  const comesBack = !isStopped(mailed) && mailed.results.every(({ code }) => code !== 'CHECK_ADDRESS_REFUSED');
  return { asked, sent: comesBack ? { mail, at } : null };
}

import { randomBytes } from 'node:crypto';

import type { MailServerProber, StageListener } from '../activities/ports/mail-server-prober';
import { HmacConfirmationCodes } from '../adapters/crypto/hmac-confirmation-codes';
import { MimeMailComposer } from '../adapters/mail/mime-mail-composer';
import { TestMailBuilder } from '../adapters/smtp/test-mail-builder';
import { foundFacts, isStopped, type CheckFindings, type FoundFacts } from '../domain/check-findings';
import { domainOf } from '../domain/mail-server-settings';
import { createGate, createProber, createTokens } from '../worker/prober';
import type { CheckServerOptions } from './check-server-options';

export interface CheckRun {
  readonly onStage: StageListener;
  readonly signal: AbortSignal;
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly dnsServers?: readonly string[];
}

const httpsPort = 443;
const organizationId = 'command-line';
const credential = { organizationId, revision: 1, credentialId: organizationId };

/** Runs every stage that a worker's check runs, once and without retries, with the same prober. */
export async function runCheck(options: CheckServerOptions, run: CheckRun): Promise<FoundFacts> {
  const findings = await stagesOf(options, proberOf(options, run), run.signal);
  return foundFacts(findings, 'returned-mail');
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
  signal: AbortSignal,
): Promise<readonly CheckFindings[]> {
  const { settings, recipient, locale } = options;
  const server = { settings, credential };
  const resolved = await prober.resolve(settings, signal);
  if (isStopped(resolved)) return [resolved];
  const session = await prober.openSession(server, signal);
  if (isStopped(session)) return [resolved, session];
  const organizationName = domainOf(settings.senderAddress);
  const returnPath = settings.senderAddress;
  const mail = { organizationId, revision: 1, run: 1, recipient, locale, organizationName, returnPath };
  const mailed = await prober.sendTestMail(server, mail, signal);
  return isStopped(mailed) ? [resolved, session, mailed] : [resolved, session, mailed, wayBack(options)];
}

/** Nothing listens for the mail's return, so the last stage can only say that it was left out, and why. */
function wayBack({ awaitsReturn }: CheckServerOptions): CheckFindings {
  const code = awaitsReturn ? 'RETURNED_MAIL_NO_LISTENER' : 'RETURNED_MAIL_NOT_AWAITED';
  const stage = 'returned-mail';
  return { results: [{ id: stage, stage, verdict: 'skipped', code, facts: {}, durationMs: 0 }], transcript: [] };
}

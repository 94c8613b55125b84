import { setTimeout as sleep } from 'node:timers/promises';

import type {
  CustomerServer,
  MailServerProber,
  SessionFindings,
  StageFindings,
  StageListener,
  TestMail,
} from '../../activities/ports/mail-server-prober';
import type { CheckFacts, CheckResult } from '../../domain/check-report';
import { isUnreachable } from '../../domain/customer-results';
import { judgePosture } from '../../domain/dns-posture';
import { createEgressPolicy, isAddressAllowed } from '../../domain/egress-policy';
import { domainOf, type MailServerSettings } from '../../domain/mail-server-settings';
import { transactionTrouble, type MailTransaction } from '../../domain/mail-transaction';
import type { ReturnPathMode } from '../../domain/return-path';
import { providerFindings } from '../../domain/provider-findings';
import { presetFor } from '../../domain/provider-presets';
import { reportedCapabilities, type ReportedCapabilities } from '../../domain/session-facts';
import { isPositive, type SmtpReply } from '../../domain/smtp-reply';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import type { DnsPostureReader } from '../dns/dns-posture-reader';
import type { EgressGate } from '../dns/egress-gate';
import { reportedTls } from './certificate-facts';
import type { CustomerSessions } from './customer-sessions';
import { withDeadline } from './deadline';
import { SmtpDialogue } from './smtp-dialogue';
import type { SmtpSession } from './smtp-session';
import { probeReturnPaths } from './return-path-probes';
import { SmtpTroubleError } from './smtp-trouble-error';
import { passedResult, sessionResults, troubleResult } from './stage-results';
import { TlsDiagnosis } from './tls-diagnosis';
import type { BuiltTestMail, TestMailBuilder } from './test-mail-builder';

export interface SmtpMailServerProberDependencies {
  readonly gate: EgressGate;
  readonly sessions: CustomerSessions;
  readonly testMails: TestMailBuilder;
  readonly now: () => Date;
  /** Milliseconds. */
  readonly timeouts: ProbeTimeouts;
  /** Left out where nothing is to be said about the sender's domain. */
  readonly posture?: DnsPostureReader;
  /** Told whenever a dialogue enters a stage, for showing progress. */
  readonly onStage?: StageListener;
}

export interface ProbeTimeouts {
  readonly dnsMs: number;
  readonly transactionMs: number;
  /** A second look at a server whose TLS made trouble. */
  readonly diagnosisMs: number;
  /** How long it takes at least to find that no mail server answers, so that the time does not tell why. */
  readonly unreachableMs: number;
}

export const defaultProbeTimeouts: Omit<ProbeTimeouts, 'unreachableMs'> = {
  dnsMs: 12_000,
  transactionMs: 60_000,
  diagnosisMs: 5_000,
};

/** What an attempt to open a session came to. */
type Attempt =
  { readonly session: SmtpSession; readonly trouble: null } | { readonly session: null; readonly trouble: SmtpTrouble };

const publicOnly = createEgressPolicy([], []);
const testMailSuffix = '-test-mail';

/** Checks servers with the sessions that also send mail. */
export class SmtpMailServerProber implements MailServerProber {
  readonly #dependencies: SmtpMailServerProberDependencies;
  readonly #diagnosis: TlsDiagnosis;

  constructor(dependencies: SmtpMailServerProberDependencies) {
    this.#dependencies = dependencies;
    const { gate, timeouts } = dependencies;
    this.#diagnosis = new TlsDiagnosis(gate, timeouts.diagnosisMs);
  }

  async resolve(settings: MailServerSettings, signal: AbortSignal, onStage?: StageListener): Promise<StageFindings> {
    const { gate, timeouts } = this.#dependencies;
    const dialogue = this.#dialogue(onStage);
    const { host, port } = settings;
    const provider = providerFindings(settings);
    const allowed = (): CheckResult[] => [
      passedResult('egress', 'EGRESS_ALLOWED', { host, port }, dialogue),
      ...provider,
    ];
    try {
      const addresses = await withDeadline(timeouts.dnsMs, signal, (bounded) =>
        gate.admit(host, port, dialogue, bounded),
      );
      const resolved = passedResult('dns', 'DNS_RESOLVED', { host, addresses }, dialogue);
      return withoutTranscript([...allowed(), resolved, ...(await this.#postureOf(settings, addresses, signal))]);
    } catch (error) {
      const trouble = troubleIn(error);
      const failed = troubleResult(trouble, dialogue, { host, port });
      return withoutTranscript(trouble.stage === 'egress' ? [failed, ...provider] : [...allowed(), failed]);
    }
  }

  async openSession(server: CustomerServer, signal: AbortSignal, onStage?: StageListener): Promise<SessionFindings> {
    const dialogue = this.#dialogue(onStage);
    return await this.#unhurried(signal, async () => {
      const { session, trouble } = await this.#attempt(server, dialogue, signal);
      session?.close();
      const diagnosed = trouble && (await this.#diagnosis.diagnose(server.settings, trouble, signal));
      return {
        results: sessionResults(dialogue, diagnosed, this.#dependencies.now()),
        transcript: dialogue.transcript(),
        certificateExpiresAt: dialogue.tls?.expiresAt ?? null,
        capabilities: capabilitiesIn(dialogue),
        tls: reportedTls(dialogue.tls, true) ?? reportedTls(diagnosed?.shown ?? null, false),
      };
    });
  }

  async sendTestMail(
    server: CustomerServer,
    mail: TestMail,
    signal: AbortSignal,
    onStage?: StageListener,
  ): Promise<StageFindings> {
    const { testMails, timeouts, now } = this.#dependencies;
    const built = await testMails.build(server.settings, mail, now());
    const dialogue = this.#dialogue(onStage);
    return await this.#unhurried(signal, async () => {
      const { session, trouble } = await this.#attempt(server, dialogue, signal);
      if (session === null) {
        return { results: [troubleResult(trouble, dialogue, {}, testMailSuffix)], transcript: dialogue.transcript() };
      }
      const transaction = await session.send(built, signal, timeouts.transactionMs);
      const results = transactionResults(transaction, { built, mode: mail.returnPathMode ?? 'direct' }, dialogue);
      const probes = await probeReturnPaths(session, mail.alternatives ?? [], { signal, withinMs: timeouts.dnsMs });
      session.close();
      return { results: [...results, ...probes], transcript: dialogue.transcript() };
    });
  }

  /** Where no mail server answers, the same time passes whatever the reason was. */
  async #unhurried<Findings extends StageFindings>(
    signal: AbortSignal,
    probe: () => Promise<Findings>,
  ): Promise<Findings> {
    const started = performance.now();
    const findings = await probe();
    const leftMs = this.#dependencies.timeouts.unreachableMs - (performance.now() - started);
    if (leftMs > 0 && isUnreachable(findings.results)) await pause(leftMs, signal);
    return findings;
  }

  #dialogue(onStage?: StageListener): SmtpDialogue {
    return new SmtpDialogue(onStage ?? this.#dependencies.onStage);
  }

  /** What the DNS says about the sender's domain. Only public addresses have reverse names that others could see. */
  async #postureOf(
    settings: MailServerSettings,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<CheckResult[]> {
    const { posture } = this.#dependencies;
    const preset = presetFor(settings.host);
    const started = performance.now();
    const question = {
      domain: domainOf(settings.senderAddress),
      addresses: addresses.filter((address) => isAddressAllowed(publicOnly, address)),
      dkimSelectors: preset?.dkimSelectors ?? [],
    };
    const records = await posture?.read(question, signal);
    if (!records) return [];
    const server = { host: settings.host, spfMechanism: preset?.spfMechanism ?? null };
    return judgePosture(records, server, Math.round(performance.now() - started));
  }

  async #attempt(server: CustomerServer, dialogue: SmtpDialogue, signal: AbortSignal): Promise<Attempt> {
    try {
      return { session: await this.#dependencies.sessions.open(server, dialogue, signal), trouble: null };
    } catch (error) {
      return { session: null, trouble: troubleIn(error) };
    }
  }
}

/** Ends early, without an error, when the signal does. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** The trouble that an error tells of. What is not about the server is our own trouble and thrown on. */
function troubleIn(error: unknown): SmtpTrouble {
  if (error instanceof SmtpTroubleError) return error.trouble;
  throw error;
}

function capabilitiesIn({ clock, plainCapabilities, capabilities }: SmtpDialogue): ReportedCapabilities | null {
  return clock.hasPassed('ehlo') ? reportedCapabilities(plainCapabilities, capabilities) : null;
}

function withoutTranscript(results: readonly CheckResult[]): StageFindings {
  return { results, transcript: [] };
}

function refusedCheckAddress(recipient: string, { code, enhancedStatus }: SmtpReply): CheckResult {
  const facts = { recipient, replyCode: code, ...(enhancedStatus && { enhancedStatus }) };
  return {
    id: 'rcpt-to-check',
    stage: 'rcpt-to',
    verdict: 'warn',
    code: 'CHECK_ADDRESS_REFUSED',
    facts,
    durationMs: 0,
  };
}

function transactionResults(
  transaction: MailTransaction,
  { built: mail, mode }: { readonly built: BuiltTestMail; readonly mode: ReturnPathMode },
  dialogue: SmtpDialogue,
): CheckResult[] {
  // The admin's recipient decides: without the other one the mail does not come back by itself, and the code is left.
  const [adminReply = null, checkReply = null] = transaction.recipients;
  const trouble = transactionTrouble({ ...transaction, recipients: [adminReply] });
  const refused = checkReply !== null && !isPositive(checkReply) ? checkReply : null;
  const recipient = (refused === null ? mail.recipients : mail.recipients.slice(0, 1)).join(', ');
  const steps = [
    { stage: 'mail-from', code: 'SENDER_ACCEPTED', facts: { sender: mail.envelopeFrom, returnPath: mode } },
    { stage: 'rcpt-to', code: 'RECIPIENT_ACCEPTED', facts: { recipient } },
    { stage: 'data', code: 'TEST_MAIL_ACCEPTED', facts: { messageId: mail.messageId, recipient } },
  ] as const;
  const failing = steps.findIndex(({ stage }) => stage === trouble?.stage);
  const passed = failing === -1 ? steps : steps.slice(0, failing);
  const results = [
    ...passed.map(({ stage, code, facts }) => passedResult(stage, code, facts, dialogue)),
    ...(refused === null ? [] : [refusedCheckAddress(mail.recipients[1] ?? '', refused)]),
  ];
  if (trouble === null) return results;
  const facts: CheckFacts = steps[failing]?.facts ?? {};
  return [...results, troubleResult(trouble, dialogue, facts)];
}

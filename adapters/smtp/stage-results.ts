import {
  checkStages,
  type CheckCode,
  type CheckFacts,
  type CheckResult,
  type CheckStage,
} from '../../domain/check-report';
import type { ServerTrust } from '../../domain/server-trust';
import { classify } from '../../domain/smtp-classification';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import type { TlsFacts } from './certificate-facts';
import type { DiagnosedTrouble } from './tls-diagnosis';
import type { SmtpDialogue } from './smtp-dialogue';

const dayMs = 24 * 60 * 60 * 1000;
const warningDays = 30;

type SessionStage = 'connect' | 'greeting' | 'ehlo' | 'tls' | 'auth';

const verifiedCodes: Readonly<Record<ServerTrust['kind'], CheckCode>> = {
  public: 'TLS_VERIFIED',
  authority: 'TLS_VERIFIED_BY_AUTHORITY',
  certificate: 'TLS_VERIFIED_BY_FINGERPRINT',
};

const sessionStages: readonly SessionStage[] = ['connect', 'greeting', 'ehlo', 'tls', 'auth'];

/** The results of the stages that a dialogue has passed, and the failing one where there is a trouble. */
export function sessionResults(dialogue: SmtpDialogue, diagnosed: DiagnosedTrouble | null, now: Date): CheckResult[] {
  const trouble = diagnosed?.trouble;
  const passed = sessionStages.filter((stage) => dialogue.clock.hasPassed(stage) && stage !== trouble?.stage);
  const results = passed.map((stage) => passedSessionStage(stage, dialogue, now));
  if (diagnosed !== null) results.push(troubleResult(diagnosed.trouble, dialogue, diagnosed.facts));
  return results.toSorted((one, other) => checkStages.indexOf(one.stage) - checkStages.indexOf(other.stage));
}

/** The result of the stage at which a trouble came. `suffix` keeps ids apart where a stage runs a second time. */
export function troubleResult(
  trouble: SmtpTrouble,
  dialogue: SmtpDialogue,
  facts: CheckFacts = {},
  suffix = '',
): CheckResult {
  const { code, verdict } = classify(trouble);
  const { stage } = trouble;
  return {
    id: `${stage}${suffix}`,
    stage,
    verdict,
    code,
    facts: { ...replyFacts(trouble), ...facts },
    durationMs: durationOf(dialogue, stage),
  };
}

export function passedResult(
  stage: CheckStage,
  code: CheckCode,
  facts: CheckFacts,
  dialogue: SmtpDialogue,
): CheckResult {
  return { id: stage, stage, verdict: 'pass', code, facts, durationMs: durationOf(dialogue, stage) };
}

/** Codes are facts; the server's words are not, they stay in the transcript. */
function replyFacts(trouble: SmtpTrouble): CheckFacts {
  if (trouble.kind !== 'reply') return {};
  const { code, enhancedStatus } = trouble.reply;
  return enhancedStatus === null ? { replyCode: code } : { replyCode: code, enhancedStatus };
}

function passedSessionStage(stage: SessionStage, dialogue: SmtpDialogue, now: Date): CheckResult {
  switch (stage) {
    case 'connect':
      return passedResult(stage, 'CONNECTED', dialogue.address === null ? {} : { address: dialogue.address }, dialogue);
    case 'greeting':
      return passedResult(stage, 'GREETING_RECEIVED', {}, dialogue);
    case 'ehlo':
      return passedResult(stage, 'EHLO_ACCEPTED', capabilityFacts(dialogue), dialogue);
    case 'tls':
      return tlsResult(dialogue, now);
    case 'auth':
      return passedResult(stage, 'AUTH_ACCEPTED', { mechanism: dialogue.mechanism ?? '' }, dialogue);
  }
}

function capabilityFacts({ plainCapabilities, capabilities }: SmtpDialogue): CheckFacts {
  return {
    extensions: capabilities.extensions,
    authMechanisms: capabilities.authMechanisms,
    authMechanismsBeforeTls: plainCapabilities.authMechanisms,
    ...(capabilities.maxSize === null ? {} : { maxSize: capabilities.maxSize }),
  };
}

function tlsResult(dialogue: SmtpDialogue, now: Date): CheckResult {
  const { tls } = dialogue;
  if (tls === null) return passedResult('tls', 'TLS_VERIFIED', {}, dialogue);
  const facts = tlsResultFacts(tls, now);
  const passed = passedResult('tls', verifiedCodes[tls.trust], facts, dialogue);
  if (facts.daysLeft >= warningDays) return passed;
  return { ...passed, verdict: 'warn', code: 'TLS_CERTIFICATE_EXPIRES_SOON' };
}

function tlsResultFacts(tls: TlsFacts, now: Date): CheckFacts & { readonly daysLeft: number } {
  const daysLeft = Math.floor((Date.parse(tls.expiresAt) - now.getTime()) / dayMs);
  return {
    version: tls.version,
    cipher: tls.cipher,
    names: tls.names,
    expiresAt: tls.expiresAt,
    daysLeft,
    chain: tls.chain,
    sha256: tls.sha256,
    trust: tls.trust,
  };
}

function durationOf(dialogue: SmtpDialogue, stage: CheckStage): number {
  return Math.round(dialogue.clock.durationOf(stage));
}

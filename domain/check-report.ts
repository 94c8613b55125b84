import type { ReportedCapabilities, ReportedTls } from './session-facts';

/** The stages of a mail server check, in the order in which they run. The names are part of the public contract. */
export const checkStages = [
  'egress',
  'dns',
  'connect',
  'greeting',
  'ehlo',
  'tls',
  'auth',
  'mail-from',
  'rcpt-to',
  'data',
  'returned-mail',
] as const;
export type CheckStage = (typeof checkStages)[number];

/** `inconclusive` is trouble that may pass by itself (DNS time-out, 4xx); it never counts against the customer. */
export const checkVerdicts = ['pass', 'warn', 'fail', 'inconclusive', 'skipped'] as const;
export type CheckVerdict = (typeof checkVerdicts)[number];

/** A fact that a stage found: shown to the customer, so never the server's own words. */
export type CheckFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What one stage found out. */
export interface CheckResult {
  /** Unique within the report: the stage, and a suffix where a stage has several results. */
  readonly id: string;
  readonly stage: CheckStage;
  readonly verdict: CheckVerdict;
  /** Stable code of the finding; title, meaning and mend stand in the text catalogue under it. */
  readonly code: CheckCode;
  readonly facts: CheckFacts;
  readonly durationMs: number;
}

/** One line of the dialogue with the server, secrets removed. For reviewers and ops only. */
export interface TranscriptLine {
  readonly from: 'client' | 'server';
  readonly text: string;
}

/** Overall verdict of a report: a report is never `skipped`. */
export type OverallVerdict = Exclude<CheckVerdict, 'skipped'>;

/** A finished check run of one revision. Times are ISO 8601, durations milliseconds. */
export interface CheckReport {
  readonly id: string;
  readonly organizationId: string;
  readonly revision: number;
  readonly run: number;
  readonly verdict: OverallVerdict;
  readonly failingStage: CheckStage | null;
  readonly results: readonly CheckResult[];
  readonly transcript: readonly TranscriptLine[];
  readonly certificateExpiresAt: string | null;
  /** Null where the check did not come that far; missing in reports from before it was kept. */
  readonly capabilities?: ReportedCapabilities | null;
  readonly tls?: ReportedTls | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** What a report comes to, all told from its results. */
export type JudgedResults = Pick<CheckReport, 'results' | 'verdict' | 'failingStage'>;

/** Why a check runs: for a new revision, for a new password, or to watch a live server. */
export const checkPurposes = ['draft', 'rotation', 'health'] as const;
export type CheckPurpose = (typeof checkPurposes)[number];

/** The id of a run's report, unique within its organization. */
export function checkReportId(purpose: CheckPurpose, revision: number, run: number): string {
  return `${purpose}-${revision}-${run}`;
}

/** Why the check ran whose report has this id; null where the id does not tell. */
export function purposeOfReport(reportId: string): CheckPurpose | null {
  return checkPurposes.find((purpose) => reportId.startsWith(`${purpose}-`)) ?? null;
}

/** Every finding that a check can report. */
export const checkCodes = [
  'EGRESS_ALLOWED',
  'EGRESS_PORT_REFUSED',
  'EGRESS_ADDRESS_REFUSED',
  'PROVIDER_RECOGNISED',
  'PROVIDER_HOST_MISMATCH',
  'PROVIDER_PORT_MISMATCH',
  'PROVIDER_USER_NOT_AN_ADDRESS',
  'PROVIDER_USER_NOT_FIXED_NAME',
  'PROVIDER_USER_NOT_A_KEY',
  'PROVIDER_BASIC_AUTH_ENDING',
  'DNS_RESOLVED',
  'HOST_NOT_PUBLIC',
  'DNS_NOT_FOUND',
  'DNS_TROUBLE',
  'DNS_POSTURE_UNKNOWN',
  'SPF_FOUND',
  'SPF_MISSING',
  'SPF_SEVERAL',
  'SPF_ALLOWS_EVERYBODY',
  'SPF_WITHOUT_SERVER',
  'DKIM_FOUND',
  'DKIM_MISSING',
  'DMARC_FOUND',
  'DMARC_ONLY_WATCHES',
  'DMARC_MISSING',
  'DMARC_INVALID',
  'MX_FOUND',
  'MX_IMPLICIT',
  'MX_MISSING',
  'MX_NULL',
  'REVERSE_NAME_FOUND',
  'REVERSE_NAME_MISSING',
  'REVERSE_NAME_MISMATCH',
  'CONNECTED',
  'SERVER_UNREACHABLE',
  'CONNECTION_FAILED',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMED_OUT',
  'CONNECTION_LOST',
  'SERVER_TOO_SLOW',
  'GREETING_RECEIVED',
  'GREETING_MISSING',
  'GREETING_REFUSED',
  'SERVER_BUSY',
  'PROTOCOL_BROKEN',
  'EHLO_ACCEPTED',
  'EHLO_REFUSED',
  'TLS_VERIFIED',
  'TLS_VERIFIED_BY_AUTHORITY',
  'TLS_VERIFIED_BY_FINGERPRINT',
  'TLS_CERTIFICATE_EXPIRES_SOON',
  'TLS_NOT_OFFERED',
  'TLS_WRONG_MODE',
  'TLS_HANDSHAKE_FAILED',
  'TLS_VERSION_TOO_OLD',
  'TLS_TEMPORARY',
  'TLS_INJECTION',
  'TLS_CERTIFICATE_EXPIRED',
  'TLS_CERTIFICATE_NOT_YET_VALID',
  'TLS_CERTIFICATE_UNTRUSTED',
  'TLS_CERTIFICATE_WRONG_NAME',
  'TLS_CERTIFICATE_NOT_PINNED',
  'AUTH_ACCEPTED',
  'AUTH_REFUSED',
  'AUTH_APP_PASSWORD_NEEDED',
  'AUTH_DISABLED_FOR_MAILBOX',
  'AUTH_DISABLED_FOR_TENANT',
  'AUTH_BASIC_DISABLED',
  'AUTH_SECURITY_DEFAULTS',
  'AUTH_ACCOUNT_LOCKED',
  'AUTH_PASSWORD_UNUSABLE',
  'AUTH_MECHANISM_MISSING',
  'AUTH_TEMPORARY',
  'AUTH_CONNECTION_LIMIT',
  'AUTH_TOKEN_REFUSED',
  'OAUTH_ENDPOINT_REFUSED',
  'OAUTH_ENDPOINT_UNREACHABLE',
  'OAUTH_TEMPORARY',
  'OAUTH_ANSWER_UNUSABLE',
  'OAUTH_CLIENT_REFUSED',
  'OAUTH_SECRET_EXPIRED',
  'OAUTH_TENANT_UNKNOWN',
  'OAUTH_USER_UNKNOWN',
  'OAUTH_PERMISSION_MISSING',
  'OAUTH_TOKEN_NOT_ISSUED',
  'OAUTH_KEY_UNUSABLE',
  'SENDER_ACCEPTED',
  'SENDER_REFUSED',
  'SENDER_TEMPORARY',
  'RETURN_PATH_ACCEPTED',
  'RETURN_PATH_REFUSED',
  'RETURN_PATH_UNCLEAR',
  'RECIPIENT_ACCEPTED',
  'RECIPIENT_REFUSED',
  'CHECK_ADDRESS_REFUSED',
  'RELAY_REFUSED',
  'RECIPIENT_TEMPORARY',
  'TEST_MAIL_ACCEPTED',
  'TEST_MAIL_REFUSED',
  'TEST_MAIL_SEND_AS_REFUSED',
  'TEST_MAIL_TOO_LARGE',
  'TEST_MAIL_ANSWER_LOST',
  'TEST_MAIL_TEMPORARY',
  'TEST_MAIL_BOUNCED',
  'RETURNED_MAIL_RECEIVED',
  'RETURNED_MAIL_UNCHANGED',
  'RETURNED_MAIL_REWRITTEN',
  'RETURNED_MAIL_FOOTER_ADDED',
  'RETURNED_MAIL_BODY_CHANGED',
  'RETURNED_MAIL_UNSUBSCRIBE_ADDED',
  'RETURNED_MAIL_AUTHENTICATED',
  'RETURNED_MAIL_UNAUTHENTICATED',
  'RETURNED_MAIL_AUTHENTICATION_UNKNOWN',
  'RETURNED_MAIL_NO_LISTENER',
  'RETURNED_MAIL_NOT_AWAITED',
  'RETURNED_MAIL_MISSING',
  'SKIPPED_AFTER_FAILURE',
  'CHECK_INTERRUPTED',
] as const;
export type CheckCode = (typeof checkCodes)[number];

export function isCheckCode(text: string): text is CheckCode {
  return checkCodes.some((code) => code === text);
}

/** Fail beats inconclusive beats warn beats pass; skipped stages decide nothing, and an empty report proves nothing. */
export function overallVerdict(results: readonly CheckResult[]): OverallVerdict {
  const verdicts = new Set(results.map((result) => result.verdict));
  if (verdicts.has('fail')) return 'fail';
  if (verdicts.has('inconclusive')) return 'inconclusive';
  if (verdicts.has('warn')) return 'warn';
  return verdicts.has('pass') ? 'pass' : 'inconclusive';
}

/** The first stage, in the order of the run, that stops the check; null when none does. */
export function failingStage(results: readonly CheckResult[]): CheckStage | null {
  const stopping = results.find((result) => result.verdict === 'fail' || result.verdict === 'inconclusive');
  return stopping?.stage ?? null;
}

/** The results with every stage that did not run added as `skipped`, so that a report always names all stages. */
export function completeResults(results: readonly CheckResult[], upTo: CheckStage): CheckResult[] {
  const last = checkStages.indexOf(upTo);
  return checkStages.slice(0, last + 1).flatMap((stage) => {
    const found = results.filter((result) => result.stage === stage);
    return found.length > 0 ? found : [skippedResult(stage)];
  });
}

function skippedResult(stage: CheckStage): CheckResult {
  return { id: stage, stage, verdict: 'skipped', code: 'SKIPPED_AFTER_FAILURE', facts: {}, durationMs: 0 };
}

/** A report with findings that came after it was written: the test mail may come back when the check has long ended. */
export function withLaterResults<Report extends JudgedResults>(report: Report, later: readonly CheckResult[]): Report {
  if (later.length === 0) return report;
  const stages = new Set(later.map(({ stage }) => stage));
  const results = [...report.results.filter(({ stage }) => !stages.has(stage)), ...later];
  return { ...report, results, verdict: overallVerdict(results), failingStage: failingStage(results) };
}

import type { CheckResult, CheckStage, TranscriptLine } from '../../domain/check-report';
import type { ReturnPathMode } from '../../domain/return-path';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import type { ReportedCapabilities, ReportedTls } from '../../domain/session-facts';
import type { CredentialBinding } from './credential-vault';

/** A customer's server and the credential that opens it. */
export interface CustomerServer {
  readonly settings: MailServerSettings;
  readonly credential: CredentialBinding;
}

/** What a group of check stages found: results in stage order, and the dialogue with secrets removed. */
export interface StageFindings {
  readonly results: readonly CheckResult[];
  readonly transcript: readonly TranscriptLine[];
}

export interface SessionFindings extends StageFindings {
  readonly certificateExpiresAt: string | null;
  /** Null where the server was not asked; missing in recorded findings from before it was kept. */
  readonly capabilities?: ReportedCapabilities | null;
  readonly tls?: ReportedTls | null;
}

/** The mail that proves the way: from the production sender to the admin, with the code to type back. */
export interface TestMail {
  readonly organizationId: string;
  readonly revision: number;
  readonly run: number;
  readonly recipient: string;
  readonly locale: 'de' | 'en';
  readonly organizationName: string;
  /** An address of ours that gets the mail as well, so that it comes back by itself. */
  readonly checkAddress?: string;
  /** In angle brackets; made from the run where it is left out. */
  readonly messageId?: string;
  /** The envelope sender; the recipient where it is left out. */
  readonly returnPath?: string;
  /** What kind of return path that is; `direct` where it is left out. */
  readonly returnPathMode?: ReturnPathMode;
  /** Other return paths that could be chosen: the server is asked whether it accepts them, no mail is sent. */
  readonly alternatives?: readonly { readonly mode: ReturnPathMode; readonly address: string }[];
}

/** Hears of every stage that a check enters, also of one that it enters again. */
export type StageListener = (stage: CheckStage) => void;

/**
 * Runs check stages against a server, through the same connection code that sends mail. Trouble with the server is a
 * result, never an exception; exceptions mean trouble on our own side (store, key).
 */
export interface MailServerProber {
  /** Stages `egress` and `dns`. The addresses that passed the policy come back as facts of the `dns` result. */
  resolve(settings: MailServerSettings, signal: AbortSignal, onStage?: StageListener): Promise<StageFindings>;
  /** Stages `connect` to `auth`. */
  openSession(server: CustomerServer, signal: AbortSignal, onStage?: StageListener): Promise<SessionFindings>;
  /** Stages `mail-from` to `data`, on a connection of its own. An earlier stage that fails now is reported instead. */
  sendTestMail(
    server: CustomerServer,
    mail: TestMail,
    signal: AbortSignal,
    onStage?: StageListener,
  ): Promise<StageFindings>;
}

/** Codes that a test mail carries and an admin types back. */
export interface ConfirmationCodes {
  /** The same run always has the same code. Eight characters of Crockford's base 32. */
  codeFor(organizationId: string, revision: number, run: number): string;
  /** Compares in constant time, ignoring case, spaces and hyphens. */
  matches(code: string, organizationId: string, revision: number, run: number): boolean;
}

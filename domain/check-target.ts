import type { ReturnPathMode } from './return-path';
import type { MailServerSettings } from './mail-server-settings';

/** What a check run is about: whose server, which revision and run of it, and who gets the test mail. Holds no password. */
export interface CheckTarget {
  readonly organizationId: string;
  readonly organizationName: string;
  /** The language of the test mail. */
  readonly locale: 'de' | 'en';
  readonly adminAddress: string;
  readonly revision: number;
  readonly run: number;
  readonly settings: MailServerSettings;
  readonly credentialId: string;
  /** The return path in force; `direct` where it is left out. */
  readonly returnPath?: ReturnPathMode;
  /** The organization's Reply-To; the admin address where it is left out. */
  readonly replyTo?: string;
}

import type { CheckCode } from './check-report';

/** What the lifecycle of an organization has to hear of its sending; null for what there was not. */
export interface SendingNews {
  /** The live server cannot be used with this credential until the customer mends something; `code` is a check code. */
  readonly customerTrouble: {
    readonly revision: number;
    readonly credentialId: string;
    readonly code: CheckCode;
  } | null;
  /** The live server has sent a mail after failures; missing or null where it had none. */
  readonly worksAgain?: { readonly revision: number; readonly credentialId: string } | null;
  /** The live revision that sent its first mail. */
  readonly firstSentBy?: number | null;
}

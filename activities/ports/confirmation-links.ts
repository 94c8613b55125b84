/** The check run whose test mail a link confirms. */
export interface ConfirmedRun {
  readonly organizationId: string;
  readonly revision: number;
  readonly run: number;
}

/** What a link's token turned out to be. `code` is the one that the same test mail carries, to be typed. */
export type ConfirmationLinkReading =
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'expired' } & ConfirmedRun)
  | ({ readonly kind: 'genuine'; readonly code: string } & ConfirmedRun);

/** Links in test mails, signed and valid for a while. Works without any I/O. */
export interface ConfirmationLinks {
  /** The address of the page that confirms this run. */
  linkFor(run: ConfirmedRun, now: Date): string;
  /** Never throws; a token that was not signed by us, or was changed, is `unknown`. */
  read(token: string, now: Date): ConfirmationLinkReading;
}

/** A picture that HTML bodies show inline. */
export interface InlineLogo {
  readonly contentType: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
}

export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The parts of a mail that are fixed when it is accepted. The From header is not among them: it follows the route. */
export interface MailParts {
  readonly messageId: string;
  readonly date: string;
  readonly to: readonly string[];
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly logo: InlineLogo | null;
  readonly attachments: readonly Attachment[];
  /** `auto-generated` for mails of the product, `auto-replied` for notices (RFC 3834). */
  readonly autoSubmitted: 'auto-generated' | 'auto-replied';
  /** An https link, on mails that are not transactional (RFC 2369, RFC 8058); null on all others (rule 4). */
  readonly unsubscribeUrl: string | null;
  /** Machine-readable parts of a notice (RFC 3464), null otherwise. */
  readonly deliveryStatus: DeliveryStatusPart | null;
  /** Those of a digest, which tells of many mails at once; absent on every other mail. */
  readonly deliveryStatuses?: readonly DeliveryStatusPart[];
  /** What a notice says of where it comes from, in a header by which we know it when it comes back. */
  readonly loopMark?: string;
  /** The id of the request that brought the mail, for its X-Request-Id header. Letters, digits, dots, hyphens, underscores. */
  readonly requestId?: string;
}

export interface DeliveryStatusPart {
  readonly reportingMta: string;
  readonly originalMessageId: string;
  readonly finalRecipient: string;
  readonly enhancedStatus: string;
  readonly diagnostic: string;
  /** Name of the server that refused; null where none is known. */
  readonly remoteMta?: string | null;
  /** Headers of the mail that could not be delivered. */
  readonly originalHeaders: string;
}

export interface MailComposer {
  /** The whole MIME message without a From header. Throws MESSAGE_INVALID when a part cannot be encoded safely. */
  compose(parts: MailParts): Promise<Uint8Array>;
  /** Puts the From header in front of composed bytes. */
  withSender(bytes: Uint8Array, sender: { readonly name: string; readonly address: string }): Uint8Array;
}

/** A file that was uploaded for mails to come. Times are ISO 8601. */
export interface StoredAttachment {
  readonly id: string;
  readonly organizationId: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Until then it can be named in a message; naming it prolongs this. */
  readonly keptUntil: string;
}

export interface AttachmentUpload {
  readonly organizationId: string;
  readonly idempotencyKey: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly mostBytes: number;
  readonly now: string;
  readonly keptUntil: string;
}

/** The API's side: takes files in while they come, and never holds one in memory. */
export interface AttachmentIntake {
  /**
   * Durable when it returns. The same key and content answer with what was stored first. Throws BODY_TOO_LARGE,
   * IDEMPOTENCY_KEY_REUSED, STORE_UNAVAILABLE, and what `content` throws; nothing of it stays then.
   */
  store(upload: AttachmentUpload): Promise<StoredAttachment>;
  /** Those of the organization's attachments that are there, kept until this time at least. Throws STORE_UNAVAILABLE. */
  keep(
    organizationId: string,
    ids: readonly string[],
    times: { readonly now: string; readonly until: string },
  ): Promise<ReadonlyMap<string, StoredAttachment>>;
}

/** The dispatcher's side. */
export interface AttachmentReader {
  /** The bytes in order, piece by piece. Throws STORE_UNAVAILABLE, and INTERNAL where pieces are missing. */
  read(id: string): AsyncIterable<Uint8Array>;
}

/** A place in a mail's bytes where a stored attachment goes, in base64. */
export interface AttachmentPlace {
  /** Offset in the bytes. */
  readonly at: number;
  readonly attachmentId: string;
  /** Of the attachment, in bytes. */
  readonly size: number;
}

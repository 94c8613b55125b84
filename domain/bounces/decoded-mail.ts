/** One header field: the name as written, the value unfolded and with encoded words (RFC 2047) already decoded. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/**
 * One part of a mail after MIME decoding (RFC 2045, 2046). `text` is the decoded body of text parts, of header-only
 * parts and of the machine-readable parts (`message/delivery-status`, `message/feedback-report` ...), else empty.
 * `children` are the parts of a multipart, or the one enclosed mail of a `message/rfc822`.
 */
export interface MailPart {
  readonly headers: readonly HeaderField[];
  /** Lower-case media type, for instance `text/plain`. */
  readonly type: string;
  readonly text: string;
  readonly children: readonly MailPart[];
}

/** A mail as the MIME layer hands it over; `truncated` tells that a cap (size, parts, depth) cut something off. */
export interface DecodedMail {
  readonly root: MailPart;
  readonly truncated: boolean;
}

/** The value of the first field of that name in any case, trimmed; an empty string where there is none. */
export function headerValue(headers: readonly HeaderField[], name: string): string {
  const wanted = name.toLowerCase();
  return headers.find((field) => field.name.toLowerCase() === wanted)?.value.trim() ?? '';
}

/** All values of the fields of that name in any case, in their order, trimmed. */
export function headerValues(headers: readonly HeaderField[], name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter((field) => field.name.toLowerCase() === wanted).map((field) => field.value.trim());
}

/**
 * The parts that belong to the report itself, in reading order. The walk does not enter an enclosed mail: what stands
 * in the returned original must never be read as part of the report.
 */
export function reportParts(root: MailPart): MailPart[] {
  const found: MailPart[] = [];
  const waiting: MailPart[] = [root];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (part === undefined) break;
    found.push(part);
    if (!isEnclosedMail(part)) waiting.push(...part.children.toReversed());
  }
  return found;
}

/** Whether the part is a returned mail with its body (RFC 2046 section 5.2.1, RFC 6532). */
export function isEnclosedMail(part: MailPart): boolean {
  return part.type === 'message/rfc822' || part.type === 'message/global' || part.type === 'text/rfc822';
}

import type { ReturnedOriginal } from './bounce-reading';
import { headerValue, headerValues, isEnclosedMail, type HeaderField, type MailPart } from './decoded-mail';
import { parseHeaderBlock } from './header-block';
import { findAddresses, firstAddress } from './mail-address';

const headerParts = new Set([
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global-headers',
  'message/partial',
]);

/**
 * What came back of the original: an enclosed mail, its headers alone (RFC 3462, RFC 6522 section 4), or the text behind
 * the divider of a report in prose. `null` where nothing came back that can be read as a header.
 */
export function readReturnedOriginal(parts: readonly MailPart[], returnedText: string): ReturnedOriginal | null {
  for (const part of parts) {
    const headers = returnedHeaders(part);
    if (headers.length > 0) return describe(headers);
  }
  const headers = parseHeaderBlock(firstBlock(returnedText));
  return headers.length > 0 ? describe(headers) : null;
}

function returnedHeaders(part: MailPart): readonly HeaderField[] {
  if (isEnclosedMail(part)) return part.children[0]?.headers ?? [];
  return headerParts.has(part.type) ? parseHeaderBlock(firstBlock(part.text)) : [];
}

function firstBlock(text: string): string {
  const start = text.trimStart();
  const blank = start.search(/\n[ \t]*\n/);
  return blank < 0 ? start : start.slice(0, blank);
}

function describe(headers: readonly HeaderField[]): ReturnedOriginal {
  const to = headerValues(headers, 'to').flatMap((value) => findAddresses(value, true).map(({ address }) => address));
  const messageId = headerValue(headers, 'message-id');
  return {
    messageId: /<[^<>\s]{1,900}>/.exec(messageId)?.[0] ?? messageId,
    from: firstAddress(headerValue(headers, 'from')),
    to: to.slice(0, 200),
    subject: headerValue(headers, 'subject'),
    date: headerValue(headers, 'date'),
    headers,
  };
}

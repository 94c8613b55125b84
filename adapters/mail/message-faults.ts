import type { Attachment, DeliveryStatusPart, MailParts } from '../../activities/ports/mail-composer';
import { CatalogueError, type FieldFault } from '../../domain/errors';
import { isMailAddress } from '../../domain/mail-server-settings';
import { hasControlCharacter } from '../../domain/text-fault';

/** Beyond these a header line could not be folded within what RFC 5322 allows, or nobody would read it. */
const lengthLimit = 900;

const mediaType = /^[A-Za-z0-9][\w.+!#$&^-]{0,126}\/[A-Za-z0-9][\w.+!#$&^-]{0,126}$/;
/** Such parts have structure of their own, which mail programs and filters would look into. */
const structuredType = /^(?:multipart|message)\//i;
const messageIdShape = /^<[^\s<>@]+@[^\s<>@]+>$/;

/** Throws MESSAGE_INVALID, naming every part that cannot be put into a message without changing its meaning. */
export function assertComposable(parts: MailParts): void {
  const faults = [
    ...headerFaults(parts),
    ...parts.to.flatMap((address, index) => addressFaults(`/to/${index}`, address)),
    ...addressFaults('/replyTo', parts.replyTo),
    ...bodyFaults(parts),
    ...parts.attachments.flatMap(attachmentFaults),
    ...(parts.deliveryStatus === null ? [] : reportFaults(parts, parts.deliveryStatus)),
  ];
  if (faults.length > 0) throw new CatalogueError('MESSAGE_INVALID', undefined, { faults });
}

/** Throws MESSAGE_INVALID for a sender that cannot stand in a From header. */
export function assertSender(sender: { readonly name: string; readonly address: string }): void {
  const faults = [
    ...fault('/sender/name', hasControlCharacter(sender.name), 'CONTROL_CHARACTER'),
    ...fault('/sender/name', sender.name.length > lengthLimit, 'TOO_LONG'),
    ...addressFaults('/sender/address', sender.address),
  ];
  if (faults.length > 0) throw new CatalogueError('MESSAGE_INVALID', undefined, { faults });
}

/** The link as it may stand between angle brackets, or undefined where it is no https link. */
export function httpsLink(text: string): string | undefined {
  if (hasControlCharacter(text) || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' && href.length <= lengthLimit && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(href)
    ? href
    : undefined;
}

function headerFaults({ messageId, date, subject, unsubscribeUrl }: MailParts): FieldFault[] {
  const isLink = unsubscribeUrl === null || httpsLink(unsubscribeUrl) !== undefined;
  const isMessageId = messageIdShape.test(messageId) && isPrintableAscii(messageId) && messageId.length <= lengthLimit;
  return [
    ...fault('/messageId', !isMessageId, 'NOT_A_MESSAGE_ID'),
    ...fault('/date', Number.isNaN(Date.parse(date)), 'NOT_A_DATE'),
    ...fault('/subject', hasControlCharacter(subject), 'CONTROL_CHARACTER'),
    ...fault('/unsubscribeUrl', !isLink, 'NOT_AN_HTTPS_LINK'),
  ];
}

function bodyFaults({ to, text, html }: MailParts): FieldFault[] {
  return [
    ...fault('/to', to.length === 0, 'EMPTY'),
    ...fault('/text', text.includes('\0'), 'CONTROL_CHARACTER'),
    ...fault('/html', html?.includes('\0') === true, 'CONTROL_CHARACTER'),
  ];
}

function attachmentFaults({ filename, contentType }: Attachment, index: number): FieldFault[] {
  const isType = mediaType.test(contentType) && !structuredType.test(contentType);
  return [
    ...fault(`/attachments/${index}/filename`, filename.trim() === '', 'EMPTY'),
    ...fault(`/attachments/${index}/filename`, hasControlCharacter(filename), 'CONTROL_CHARACTER'),
    ...fault(`/attachments/${index}/filename`, filename.length > 255, 'TOO_LONG'),
    ...fault(`/attachments/${index}/contentType`, !isType, 'NOT_A_MEDIA_TYPE'),
  ];
}

/** A report has its three parts and nothing else (RFC 6522). */
function reportFaults({ html, logo, attachments }: MailParts, status: DeliveryStatusPart): FieldFault[] {
  const hasMore = html !== null || logo !== null || attachments.length > 0;
  const { reportingMta, originalMessageId, finalRecipient } = status;
  const fields = Object.entries({ reportingMta, originalMessageId, finalRecipient });
  return [
    ...fault('/deliveryStatus', hasMore, 'REPORT_IS_TEXT_ONLY'),
    ...fields.flatMap(([name, text]) =>
      fault(`/deliveryStatus/${name}`, text === '' || hasControlCharacter(text), 'CONTROL_CHARACTER'),
    ),
  ];
}

function addressFaults(pointer: string, address: string): FieldFault[] {
  return fault(pointer, !isMailAddress(address), 'NOT_AN_ADDRESS');
}

function fault(pointer: string, isFaulty: boolean, code: string): FieldFault[] {
  return isFaulty ? [{ pointer, code }] : [];
}

function isPrintableAscii(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

import type { HeaderField } from './decoded-mail';
import { headerValue } from './decoded-mail';
import { parseHeaderBlock } from './header-block';
import { firstAddress } from './mail-address';

/** The fields of one recipient block of a delivery status (RFC 3464 section 2.3), as the report states them. */
export interface StatusBlock {
  readonly finalRecipient: string;
  readonly originalRecipient: string;
  /** `X-Actual-Recipient` of Sendmail: where the mail went after forwarding. */
  readonly actualRecipient: string;
  /** Lower case; an empty string where the field is missing or damaged. */
  readonly action: string;
  readonly status: string;
  readonly remoteMta: string;
  readonly diagnosticType: string;
  readonly diagnostic: string;
  /** Categories that the reporter adds, for instance of PowerMTA. */
  readonly category: string;
}

/** A whole delivery status: the fields about the mail and one block per recipient. */
export interface DeliveryStatus {
  readonly envelopeId: string;
  readonly reportingMta: string;
  readonly recipients: readonly StatusBlock[];
}

const maxBlocks = 200;

/**
 * Reads `message/delivery-status` (RFC 3464, RFC 6533). Blocks are told apart by their fields, not by position: reports
 * with a missing first block, doubled blank lines or everything in one block are read as well. Never throws.
 */
export function parseDeliveryStatus(text: string): DeliveryStatus {
  const groups = text
    .split(/\n[ \t]*\n/)
    .slice(0, maxBlocks * 2)
    .map((block) => parseHeaderBlock(block.trim()))
    .filter((fields) => fields.length > 0);
  const all = groups.flat();
  return {
    envelopeId: headerValue(all, 'Original-Envelope-Id'),
    reportingMta: afterType(headerValue(all, 'Reporting-MTA')),
    recipients: groups.filter(isRecipientBlock).slice(0, maxBlocks).map(readBlock),
  };
}

/** Whether a text holds a delivery status although its part does not say so. */
export function looksLikeDeliveryStatus(text: string): boolean {
  return /^(?:final|original)-recipient:/im.test(text) && /^(?:action|status|diagnostic-code):/im.test(text);
}

function isRecipientBlock(fields: readonly HeaderField[]): boolean {
  return ['Final-Recipient', 'Original-Recipient', 'X-Actual-Recipient'].some(
    (name) => headerValue(fields, name) !== '',
  );
}

function readBlock(fields: readonly HeaderField[]): StatusBlock {
  const diagnostic = headerValue(fields, 'Diagnostic-Code');
  const semicolon = diagnostic.indexOf(';');
  const typed = semicolon > 0 && semicolon < 30 && !diagnostic.slice(0, semicolon).includes(' ');
  return {
    finalRecipient: recipientOf(headerValue(fields, 'Final-Recipient')),
    originalRecipient: recipientOf(headerValue(fields, 'Original-Recipient')),
    actualRecipient: recipientOf(headerValue(fields, 'X-Actual-Recipient')),
    action: actionOf(headerValue(fields, 'Action')),
    status: /[245]\.\d{1,3}\.\d{1,3}/.exec(headerValue(fields, 'Status'))?.[0] ?? '',
    remoteMta: hostOf(headerValue(fields, 'Remote-MTA')),
    diagnosticType: typed ? diagnostic.slice(0, semicolon).toLowerCase() : '',
    diagnostic:
      (typed ? diagnostic.slice(semicolon + 1).trim() : diagnostic) || commentOf(headerValue(fields, 'Status')),
    category: headerValue(fields, 'X-PowerMTA-BounceCategory').toLowerCase(),
  };
}

/** The address behind the type; source routes (`@relay:user@host`) lose their route, `utf-8` its escapes (RFC 6533). */
function recipientOf(value: string): string {
  const plain = afterType(value).replace(/\\x\{([0-9a-fA-F]{1,6})\}/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    const character = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return character ? String.fromCodePoint(code) : whole;
  });
  const address = firstAddress(plain);
  return address !== '' ? address : plain.replace(/^<|>$/g, '').trim();
}

/** Some reporters say in the comment of the status what belongs into the diagnostic code. */
function commentOf(value: string): string {
  const open = value.indexOf('(');
  return open < 0 ? '' : value.slice(open + 1).replace(/\)\s*$/, '');
}

function actionOf(value: string): string {
  return /^(failed|delayed|delivered|relayed|expanded)\b/.exec(value.toLowerCase())?.[1] ?? '';
}

function afterType(value: string): string {
  const semicolon = value.indexOf(';');
  return (semicolon >= 0 && semicolon < 20 ? value.slice(semicolon + 1) : value).trim();
}

function hostOf(value: string): string {
  const name = afterType(value).split(/[\s(]/, 1)[0] ?? '';
  return name.replace(/\.$/, '').toLowerCase();
}

import { randomUUID } from 'node:crypto';

import { buildHeaderValue, encodeWords, foldLines } from 'nodemailer/lib/mime-funcs';

import type { Attachment, InlineLogo } from '../../activities/ports/mail-composer';
import { logoContentId } from './logo-placement';
import { base64Lines, encodedText } from './text-encoding';

/** A part of a message: its own header lines, and the body behind the empty line. */
export interface MimePart {
  readonly headers: readonly string[];
  readonly body: string;
}

const plainFileName = /^[\w][\w.-]{0,60}$/;

export function textPart(type: 'text/plain' | 'text/html', text: string): MimePart {
  const { encoding, body } = encodedText(text);
  return { headers: [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`], body };
}

export function logoPart({ contentType, bytes }: InlineLogo): MimePart {
  const filename = contentType === 'image/png' ? 'logo.png' : 'logo.jpg';
  return {
    headers: [
      `Content-Type: ${contentType}; name=${filename}`,
      `Content-ID: <${logoContentId}>`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: inline; filename=${filename}`,
    ],
    body: base64Lines(bytes),
  };
}

/** The name stands there twice: as encoded words for old readers, and by RFC 2231. */
export function attachmentPart({ filename, contentType, bytes }: Attachment): MimePart {
  const isPlain = plainFileName.test(filename);
  const named = isPlain
    ? `${contentType}; name=${filename}`
    : `${contentType}; name="${encodeWords(filename, 'Q', 52, true)}"`;
  const disposed = isPlain
    ? `attachment; filename=${filename}`
    : buildHeaderValue({ value: 'attachment', params: { filename } });
  return {
    headers: [
      foldLines(`Content-Type: ${named}`, 76),
      'Content-Transfer-Encoding: base64',
      foldLines(`Content-Disposition: ${disposed}`, 76),
    ],
    body: base64Lines(bytes),
  };
}

/**
 * Several parts as one (RFC 2046). The boundary is random, so that no content can end its part; `=_` in it cannot stand in
 * an encoded body at all.
 */
export function multipart(type: string, parts: readonly MimePart[]): MimePart {
  const boundary = `=_${randomUUID()}`;
  const inner = parts.map(({ headers, body }) => `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${body}\r\n`);
  return {
    headers: [`Content-Type: ${type};\r\n boundary="${boundary}"`],
    body: `${inner.join('')}--${boundary}--\r\n`,
  };
}

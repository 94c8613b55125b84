import { Buffer } from 'node:buffer';

/** Object identifiers of what S/MIME encrypts (RFC 5652 section 6, RFC 5083), as they stand at the start of the DER. */
const encryptedContents = ['2a864886f70d010703', '2a864886f70d0109100117'].map((hex) => Buffer.from(hex, 'hex'));
const startsWithin = 64;

/** Whether the bytes are an encrypted S/MIME message, whatever their part says that they are. */
export function isEnveloped(der: Buffer): boolean {
  const start = der.subarray(0, startsWithin);
  return encryptedContents.some((identifier) => start.includes(identifier));
}

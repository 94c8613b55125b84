import type { MailPart } from './decoded-mail';

/** Type of what nobody reads without the key: PGP/MIME (RFC 3156). The MIME layer gives it to enveloped S/MIME, too. */
export const encryptedType = 'multipart/encrypted';
/** Messages under the rights management of Microsoft. */
const protectedType = 'application/x-microsoft-rpmsg-message';
const armor = '-----BEGIN PGP MESSAGE-----';

/** Whether something is said here that only the holder of a key can read. */
export function isEncrypted(parts: readonly MailPart[]): boolean {
  return parts.some(
    ({ type, text }) => type === encryptedType || type === protectedType || text.trimStart().startsWith(armor),
  );
}

import { isPasswordMask } from '../../../domain/password-mask';

/** What is suspicious about a text that was typed or pasted; a text of the catalogue each. It is never changed by itself. */
export type EntryWarning = 'spacesAround' | 'spacesInside' | 'lineBreak' | 'masked' | 'scheme';

/** User names and passwords count byte for byte, so a blank that came along with the clipboard makes them wrong. */
export function warningOf(text: string): EntryWarning | null {
  if (text === '') return null;
  if (isPasswordMask(text)) return 'masked';
  if (/[\r\n]/.test(text)) return 'lineBreak';
  if (text !== text.trim()) return 'spacesAround';
  return /\s/.test(text) ? 'spacesInside' : null;
}

/** Host names are often copied from an address bar. */
export function hostWarningOf(text: string): EntryWarning | null {
  if (/^[a-z]+:\/\/|\//i.test(text.trim())) return 'scheme';
  return /\s/.test(text.trim()) ? 'spacesInside' : null;
}

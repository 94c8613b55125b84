/** What can be wrong with one line of text that goes into a protocol or a header. */
export type TextFault = 'EMPTY' | 'TOO_LONG' | 'CONTROL_CHARACTER';

/** The first fault of a text; undefined when there is none. `limit` counts UTF-16 units. */
export function textFault(text: string, limit: number): TextFault | undefined {
  if (text.length === 0) return 'EMPTY';
  if (text.length > limit) return 'TOO_LONG';
  return hasControlCharacter(text) ? 'CONTROL_CHARACTER' : undefined;
}

/** Whether a text has a C0 or C1 control character, among them CR, LF and NUL, which could break out of a protocol line. */
export function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) return true;
  }
  return false;
}

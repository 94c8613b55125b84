/** Characters that forms and tools show in the place of a password that they hide. */
const masks = /^(?:\*+|•+|●+|∙+|·+|◦+|⬤+|█+|▪+|■+|…+|\[secret\]|\[hidden\]|\[redacted\]|<hidden>|<redacted>)$/iu;

/**
 * Whether a text is the mask of a password: a form that sends back what it showed would otherwise replace the password by
 * its mask. Nobody has such a password on purpose.
 */
export function isPasswordMask(text: string): boolean {
  return masks.test(text.trim());
}

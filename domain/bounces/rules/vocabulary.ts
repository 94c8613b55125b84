import { recipientStates } from './recipient-states';
import { recipientWords } from './recipient-words';
import { senderWords } from './sender-words';

/**
 * Words that mean the same in refusals, by concept. A phrase such as `<box>~<full>` stands for every pair of them, so
 * that a sentence nobody wrote down is still understood. German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish,
 * Danish and Russian stand beside English as far as they are known; a stem stands for its endings.
 */
export const vocabulary: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...Object.entries(recipientWords),
  ...Object.entries(recipientStates),
  ...Object.entries(senderWords),
]);

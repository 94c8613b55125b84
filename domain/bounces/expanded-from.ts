import { firstAddress } from './mail-address';

/** How mail systems name the address that an alias or a forward led from; bounded, so linear on any text. */
const expansion = /\((?:expanded|generated) from:?[ \t\n]{0,20}([^)\n]{3,300})\)/i;
const maxText = 2_000;

/**
 * The address that we wrote to where a report in prose names the one behind it: `final@example (expanded from:
 * <ours@example>)` of Sendmail and Postfix, `generated from` of Exim. Empty where the text says nothing of the kind.
 */
export function expandedFrom(text: string): string {
  const found = expansion.exec(text.slice(0, maxText));
  return found === null ? '' : firstAddress(found[1] ?? '');
}

import { createHash } from 'node:crypto';

import type { InlineLogo } from '../../activities/ports/mail-composer';

/** What tells a logo from every other: 32 hexadecimal digits of its content. */
export function logoTag({ contentType, bytes }: InlineLogo): string {
  return createHash('sha256').update(`${contentType}\n`).update(bytes).digest('hex').slice(0, 32);
}

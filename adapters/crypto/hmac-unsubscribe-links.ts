import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type { UnsubscribeLinks, UnsubscribeSubject } from '../../activities/ports/unsubscribe-links';

export interface UnsubscribeLinkOptions {
  readonly key: Uint8Array;
  /** Where people reach the API, with or without a slash at its end. */
  readonly publicUrl: string;
}

/** Organization and mail; the address itself stands in no URL. */
const content = z.tuple([z.string(), z.string()]);
const tokenForm = /^([\w-]{1,1000})\.([\w-]{43})$/;

/** Tokens with an HMAC-SHA256, so that nothing has to be stored and nobody can unsubscribe others by guessing. */
export class HmacUnsubscribeLinks implements UnsubscribeLinks {
  readonly #key: Uint8Array;
  readonly #publicUrl: string;

  constructor({ key, publicUrl }: UnsubscribeLinkOptions) {
    this.#key = key;
    this.#publicUrl = publicUrl.replace(/\/$/, '');
  }

  linkFor({ organizationId, mailId }: UnsubscribeSubject): string | null {
    if (!this.#publicUrl.startsWith('https://')) return null;
    const packed = Buffer.from(JSON.stringify([organizationId, mailId])).toString('base64url');
    return `${this.#publicUrl}/unsubscribe?token=${packed}.${this.#sign(packed).toString('base64url')}`;
  }

  read(token: string): UnsubscribeSubject | null {
    const [, packed = '', signature = ''] = tokenForm.exec(token) ?? [];
    if (packed === '' || !timingSafeEqual(Buffer.from(signature, 'base64url'), this.#sign(packed))) return null;
    const [organizationId, mailId] = content.parse(JSON.parse(Buffer.from(packed, 'base64url').toString()));
    return { organizationId, mailId };
  }

  /** The subject keeps these apart from everything else that the same key signs. */
  #sign(packed: string): Buffer {
    return createHmac('sha256', this.#key).update(`unsubscribe-link:${packed}`).digest();
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type {
  ConfirmationLinkReading,
  ConfirmationLinks,
  ConfirmedRun,
} from '../../activities/ports/confirmation-links';
import type { ConfirmationCodes } from '../../activities/ports/mail-server-prober';

export interface ConfirmationLinkOptions {
  readonly key: Uint8Array;
  readonly codes: Pick<ConfirmationCodes, 'codeFor'>;
  /** Where people reach the API, with or without a slash at its end. */
  readonly publicUrl: string;
  readonly validDays: number;
}

/** Organization, revision, run, and the second of the epoch from which on the link is too old. */
const content = z.tuple([z.string(), z.int(), z.int(), z.int()]);
const tokenForm = /^([\w-]{1,1000})\.([\w-]{43})$/;
const msPerSecond = 1000;
const msPerDay = 86_400_000;

/** Tokens with an HMAC-SHA256, so that nothing has to be stored and nobody without the key can make or prolong one. */
export class HmacConfirmationLinks implements ConfirmationLinks {
  readonly #options: ConfirmationLinkOptions;

  constructor(options: ConfirmationLinkOptions) {
    this.#options = options;
  }

  linkFor({ organizationId, revision, run }: ConfirmedRun, now: Date): string {
    const { publicUrl, validDays } = this.#options;
    const expiresAt = Math.floor((now.getTime() + validDays * msPerDay) / msPerSecond);
    const packed = Buffer.from(JSON.stringify([organizationId, revision, run, expiresAt])).toString('base64url');
    const token = `${packed}.${this.#sign(packed).toString('base64url')}`;
    return `${publicUrl.replace(/\/$/, '')}/confirm-test-mail?token=${token}`;
  }

  read(token: string, now: Date): ConfirmationLinkReading {
    const [, packed = '', signature = ''] = tokenForm.exec(token) ?? [];
    if (packed === '' || !timingSafeEqual(Buffer.from(signature, 'base64url'), this.#sign(packed))) {
      return { kind: 'unknown' };
    }
    const [organizationId, revision, run, expiresAt] = content.parse(
      JSON.parse(Buffer.from(packed, 'base64url').toString()),
    );
    const about = { organizationId, revision, run };
    if (now.getTime() >= expiresAt * msPerSecond) return { kind: 'expired', ...about };
    return { kind: 'genuine', ...about, code: this.#options.codes.codeFor(organizationId, revision, run) };
  }

  /** The subject keeps these apart from the codes, which come from the same key. */
  #sign(packed: string): Buffer {
    return createHmac('sha256', this.#options.key).update(`confirmation-link:${packed}`).digest();
  }
}

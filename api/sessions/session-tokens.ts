import { z } from 'zod';

import type { LoginGrant } from '../../activities/ports/login-provider';
import type { SessionKey } from '../../adapters/crypto/session-key';
import { Secret } from '../../domain/secret';

export type SessionTokens = Pick<LoginGrant, 'refreshToken' | 'idToken'>;

const stored = z.object({ refreshToken: z.string().nullable(), idToken: z.string().nullable() });

export function sealTokens(key: SessionKey, { refreshToken, idToken }: SessionTokens): Uint8Array {
  const plain = { refreshToken: refreshToken?.reveal() ?? null, idToken: idToken?.reveal() ?? null };
  return key.seal(JSON.stringify(plain));
}

export function openTokens(key: SessionKey, sealed: Uint8Array): SessionTokens {
  const { refreshToken, idToken } = stored.parse(JSON.parse(key.open(sealed)));
  return { refreshToken: secretOrNull(refreshToken), idToken: secretOrNull(idToken) };
}

function secretOrNull(text: string | null): Secret | null {
  return text === null ? null : new Secret(text);
}

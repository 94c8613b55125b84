import type { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import { actorLabel, type Actor } from '../../domain/actor';
import type { actor } from '../schemas/mail-server';

/** An actor as others see it: by role and name, never by subject or mail address. */
export function actorView(who: Actor, viewer: Identity): z.input<typeof actor> {
  if (who.kind === 'system') return { kind: 'system', role: who.part, name: null, isYou: false };
  return { kind: 'person', role: actorLabel(who), name: who.name ?? null, isYou: who.subject === viewer.subject };
}

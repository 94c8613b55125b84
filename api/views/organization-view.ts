import type { z } from 'zod';

import { statusesOf, type LifecycleState } from '../../domain/lifecycle/state';
import { providerPolicy } from '../../domain/sending-policy';
import type { organization } from '../schemas/organization';

export function organizationView(state: LifecycleState): z.input<typeof organization> {
  const { organizationId, profile, preferences, sendingPolicy = providerPolicy, version } = state;
  const { cause, at } = state.live?.suspension ?? {};
  const suspension = cause === undefined || at === undefined ? null : { cause, at };
  const closure = state.closure ? { at: state.closure.at, reason: state.closure.reason } : null;
  return { organizationId, profile, preferences, sendingPolicy, ...statusesOf(state), suspension, closure, version };
}

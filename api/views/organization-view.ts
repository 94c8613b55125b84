import type { z } from 'zod';

import { statusesOf, type LifecycleState } from '../../domain/lifecycle/state';
import type { organization } from '../schemas/organization';

export function organizationView(state: LifecycleState): z.input<typeof organization> {
  const { organizationId, profile, preferences, version } = state;
  return { organizationId, profile, preferences, ...statusesOf(state), version };
}

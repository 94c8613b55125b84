import { openCredential } from './draft-rules';
import { accepted, shredding, type Outcome } from './outcome';
import type { LifecycleState } from './state';

/** The live server stops, the draft ends, every password is destroyed; waiting mail goes on through the platform. */
export function lock(state: LifecycleState): Outcome {
  const { draft, live } = state;
  const used = [live?.revision.credentialId, live?.rotation?.credentialId, live?.previous?.revision.credentialId];
  return accepted(state, { entitlement: 'locked', terms: null, draft: null, live: null }, [
    { kind: 'wake-dispatcher' },
    ...shredding(openCredential(draft), ...used),
  ]);
}

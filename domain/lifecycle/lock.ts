import { openCredential } from './draft-rules';
import { accepted, shredding, type Outcome } from './outcome';
import type { LifecycleState } from './state';

/** The live server stops, the draft ends, every password is destroyed; waiting mail goes on through the platform. */
export function lock(state: LifecycleState): Outcome {
  const { change, credentials } = withoutServers(state);
  return accepted(state, change, [{ kind: 'wake-dispatcher' }, ...shredding(...credentials)]);
}

/** What a state without any server of the organization differs in, and the credentials that nobody needs then. */
export function withoutServers({ draft, live }: LifecycleState) {
  const used = [live?.revision.credentialId, live?.rotation?.credentialId, live?.previous?.revision.credentialId];
  const change = { entitlement: 'locked', terms: null, draft: null, live: null } as const;
  return { change, credentials: [openCredential(draft), ...used] };
}

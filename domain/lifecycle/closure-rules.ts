import type { Command } from './events';
import { withoutServers } from './lock';
import { accepted, refused, shredding, type Outcome } from './outcome';
import type { LifecycleState } from './state';

/**
 * The organization leaves: what locking ends has ended, its endpoint for events is forgotten, and mail that waits is
 * cancelled by the dispatcher. The audit trail stays, and whoever registers the organization anew goes on with it.
 */
export function closeOrganization(
  state: LifecycleState,
  { actor: by, at, payload: { reason } }: Command<'closeOrganization'>,
): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  const { change, credentials } = withoutServers(state);
  const secrets = state.webhook?.secrets.map(({ credentialId }) => credentialId) ?? [];
  return accepted(state, { ...change, webhook: null, closure: { by, at, reason } }, [
    { kind: 'wake-dispatcher' },
    ...shredding(...credentials, ...secrets),
  ]);
}

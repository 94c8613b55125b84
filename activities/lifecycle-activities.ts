import type { AuditEntry } from '../domain/audit-entry';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { CredentialKeeper } from './ports/credential-vault';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleProjector } from './ports/lifecycle-store';
import type { ConfirmationCodes } from './ports/mail-server-prober';

export interface LifecycleActivityDeps {
  readonly projector: LifecycleProjector;
  readonly credentials: CredentialKeeper;
  readonly confirmationCodes: ConfirmationCodes;
  readonly dispatcher: DispatcherWaker;
}

export type LifecycleActivities = ReturnType<typeof createLifecycleActivities>;

/** What the lifecycle workflow has done in the world. Every activity may be repeated without harm. */
export function createLifecycleActivities(deps: LifecycleActivityDeps) {
  return {
    saveLifecycle({ state, entries }: { state: LifecycleState; entries: readonly AuditEntry[] }): Promise<void> {
      return deps.projector.save(state, entries);
    },
    adoptCredential(input: { organizationId: string; credentialId: string }): Promise<void> {
      return deps.credentials.adopt(input.organizationId, input.credentialId);
    },
    shredCredentials(input: { organizationId: string; credentialIds: readonly string[] }): Promise<void> {
      return deps.credentials.shred(input.organizationId, input.credentialIds);
    },
    async matchConfirmationCode(input: {
      organizationId: string;
      revision: number;
      run: number;
      code: string;
    }): Promise<boolean> {
      return deps.confirmationCodes.matches(input.code, input.organizationId, input.revision, input.run);
    },
    wakeDispatcher({ organizationId }: { organizationId: string }): Promise<void> {
      return deps.dispatcher.wake(organizationId);
    },
  };
}

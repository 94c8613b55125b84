import { Context } from '@temporalio/activity';

import { isAnnounced } from '../domain/announcements/announcement';
import type { AuditEntry } from '../domain/audit-entry';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { Announcer } from './ports/announcement-ledger';
import type { CredentialKeeper } from './ports/credential-vault';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleProjector } from './ports/lifecycle-store';
import type { ConfirmationCodes } from './ports/mail-server-prober';

export interface LifecycleActivityDeps {
  readonly projector: LifecycleProjector;
  readonly credentials: CredentialKeeper;
  readonly confirmationCodes: ConfirmationCodes;
  readonly dispatcher: DispatcherWaker;
  readonly announcer: Announcer;
}

export type LifecycleActivities = ReturnType<typeof createLifecycleActivities>;

/** What the lifecycle workflow has done in the world. Every activity may be repeated without harm. */
export function createLifecycleActivities(deps: LifecycleActivityDeps) {
  return {
    async saveLifecycle({ state, entries }: { state: LifecycleState; entries: readonly AuditEntry[] }): Promise<void> {
      await deps.projector.save(state, entries);
      if (entries.some(isAnnounced)) announceBehind(deps.announcer, state.organizationId);
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

/** Nobody who waits for a command waits for this; what is not announced now is found by the sweep. */
function announceBehind(announcer: Announcer, organizationId: string): void {
  const { log } = Context.current();
  announcer.announce(organizationId).catch((error: unknown) => {
    log.warn('News could not be announced at once; the sweep will', { organizationId, error });
  });
}

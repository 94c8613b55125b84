import { Context } from '@temporalio/activity';

import { isAnnounced } from '../domain/announcements/announcement';
import type { AuditEntry } from '../domain/audit-entry';
import type { LifecyclePolicy } from '../domain/lifecycle/lifecycle-policy';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { Announcer } from './ports/announcement-ledger';
import type { CredentialKeeper } from './ports/credential-vault';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleProjector } from './ports/lifecycle-store';
import type { MailAnnouncer } from './ports/mail-arrivals';
import type { ConfirmationCodes } from './ports/mail-server-prober';
import type { OutboxLedger } from './ports/outbox';

export interface LifecycleActivityDeps {
  readonly projector: LifecycleProjector;
  readonly credentials: CredentialKeeper;
  readonly confirmationCodes: ConfirmationCodes;
  readonly dispatcher: DispatcherWaker;
  readonly outbox: Pick<OutboxLedger, 'hastenDeferred'>;
  /** Rings for a dispatcher that has nothing to do and lingers. */
  readonly arrivals: MailAnnouncer;
  readonly announcer: Announcer;
  /** How this deployment runs lifecycles. */
  readonly policy: LifecyclePolicy;
}

interface SavedLifecycle {
  readonly state: LifecycleState;
  readonly entries: readonly AuditEntry[];
}

export type LifecycleActivities = ReturnType<typeof createLifecycleActivities>;

/** What the lifecycle workflow has done in the world. Every activity may be repeated without harm. */
export function createLifecycleActivities(deps: LifecycleActivityDeps) {
  return {
    /** Answers with the policy of this deployment, so that a changed one reaches lifecycles that run for years. */
    async saveLifecycle({ state, entries }: SavedLifecycle): Promise<LifecyclePolicy | null> {
      await deps.projector.save(state, entries);
      if (entries.some(isAnnounced)) announceBehind(deps.announcer, state.organizationId);
      return deps.policy;
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
    /** Mail may leave another way than before: also what waited for a later attempt, and before anything lingers on. */
    async wakeDispatcher({ organizationId }: { organizationId: string }): Promise<void> {
      await deps.outbox.hastenDeferred(organizationId, new Date().toISOString());
      await deps.dispatcher.wake(organizationId);
      deps.arrivals.announce([{ organizationId }]);
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

import { createHash } from 'node:crypto';

import type { CredentialBinding } from '../activities/ports/credential-vault';
import { CatalogueError } from '../domain/errors';
import type { CommandReceipt } from '../domain/lifecycle/command';
import type { LifecycleState } from '../domain/lifecycle/state';
import { revisionWithPasswordFor } from '../domain/lifecycle/draft-rules';
import type { MailServerSettings } from '../domain/mail-server-settings';
import { isPasswordMask } from '../domain/password-mask';
import { Secret } from '../domain/secret';
import { countCheck } from './check-allowance';
import { executeCommand, type RequestedCommand } from './commands';
import type { ApiDependencies } from './dependencies';

export type PasswordCommandName = 'submitSettings' | 'rotatePassword';

/** A command that brings a password. The password is sealed before the command goes out without it. */
export interface PasswordCommand<Name extends PasswordCommandName> {
  readonly command: RequestedCommand<Name>;
  readonly binding: CredentialBinding;
  /** What was entered, or whose password is kept; null where none can be, and the lifecycle knows the command or refuses it. */
  readonly password: Secret | CredentialBinding | null;
  /** The number that the projection shows now, and the one that the caller saw. */
  readonly current: number;
  readonly seen: number;
}

type Dependencies = Pick<ApiDependencies, 'gateway' | 'credentials' | 'checkAllowance'>;

/** The same request always has the same credential, so that a repetition deposits nothing new. */
export function credentialIdFor(organizationId: string, commandId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([organizationId, commandId]))
    .digest('hex')
    .slice(0, 40);
}

/**
 * Deposits the password and sends the command. A revision from the future is refused at once. One from the past gets no
 * deposit: the lifecycle can only refuse it, or repeat the receipt that it gave before. What a refused command leaves
 * behind expires in the vault: dropping it here could take it from a repetition that is accepted meanwhile. What a form
 * shows instead of a password never becomes one.
 */
export async function executePasswordCommand<Name extends PasswordCommandName>(
  { command, binding, password, current, seen }: PasswordCommand<Name>,
  dependencies: Dependencies,
): Promise<CommandReceipt> {
  const isEntered = password instanceof Secret;
  if (isEntered && isPasswordMask(password.reveal())) {
    throw new CatalogueError('PASSWORD_MASKED', undefined, { faults: [{ pointer: '/password', code: 'MASKED' }] });
  }
  if (seen > current) throw new CatalogueError('STALE_REVISION');
  if (seen === current) await countCheck(command, dependencies);
  if (isEntered && seen < current) await dependencies.credentials.refuseOther(binding, password);
  else if (isEntered) await dependencies.credentials.deposit(binding, password);
  else if (password && seen === current) await dependencies.credentials.carryOver(password, binding);
  return executeCommand(command, dependencies);
}

/** The credential whose password is kept for these settings. Throws PASSWORD_REQUIRED. */
export function keptPassword(state: LifecycleState, settings: MailServerSettings): CredentialBinding {
  const kept = revisionWithPasswordFor(state, settings);
  if (!kept) {
    const faults = [{ pointer: '/password', code: 'REQUIRED' }];
    throw new CatalogueError('PASSWORD_REQUIRED', undefined, { faults });
  }
  return { organizationId: state.organizationId, revision: kept.number, credentialId: kept.credentialId };
}

/** The revision number that a rotation speaks of. Throws FEATURE_LOCKED or NO_LIVE_SERVER. */
export function liveRevision(state: LifecycleState): number {
  if (state.entitlement === 'locked') throw new CatalogueError('FEATURE_LOCKED');
  if (!state.live) throw new CatalogueError('NO_LIVE_SERVER');
  return state.live.revision.number;
}

import { createHash } from 'node:crypto';

import type { CredentialBinding } from '../activities/ports/credential-vault';
import { CatalogueError } from '../domain/errors';
import type { CommandReceipt } from '../domain/lifecycle/command';
import type { LifecycleState } from '../domain/lifecycle/state';
import { isPasswordMask } from '../domain/password-mask';
import type { Secret } from '../domain/secret';
import { countCheck } from './check-allowance';
import { executeCommand, type RequestedCommand } from './commands';
import type { ApiDependencies } from './dependencies';

export type PasswordCommandName = 'submitSettings' | 'rotatePassword';

/** A command that brings a password. The password is sealed before the command goes out without it. */
export interface PasswordCommand<Name extends PasswordCommandName> {
  readonly command: RequestedCommand<Name>;
  readonly binding: CredentialBinding;
  readonly password: Secret;
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
  if (isPasswordMask(password.reveal())) {
    throw new CatalogueError('PASSWORD_MASKED', undefined, { faults: [{ pointer: '/password', code: 'MASKED' }] });
  }
  if (seen > current) throw new CatalogueError('STALE_REVISION');
  if (seen === current) await countCheck(command, dependencies);
  if (seen < current) await dependencies.credentials.refuseOther(binding, password);
  else await dependencies.credentials.deposit(binding, password);
  return executeCommand(command, dependencies);
}

/** The revision number that a rotation speaks of. Throws FEATURE_LOCKED or NO_LIVE_SERVER. */
export function liveRevision(state: LifecycleState): number {
  if (state.entitlement === 'locked') throw new CatalogueError('FEATURE_LOCKED');
  if (!state.live) throw new CatalogueError('NO_LIVE_SERVER');
  return state.live.revision.number;
}

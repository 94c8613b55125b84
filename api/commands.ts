import type { Identity } from '../activities/ports/access-token-verifier';
import type { StartingPoint } from '../activities/ports/lifecycle-gateway';
import type { PersonActor } from '../domain/actor';
import type { CommandReceipt, WirePayloads } from '../domain/lifecycle/command';
import type { CommandName } from '../domain/lifecycle/events';
import type { ApiDependencies } from './dependencies';
import { fingerprint } from './fingerprint';

/** A command as a request brings it. */
export interface RequestedCommand<Name extends CommandName> {
  readonly organizationId: string;
  readonly name: Name;
  readonly commandId: string;
  readonly identity: Identity;
  readonly requestId: string;
  /** Null where the caller does not mind which version it meets. */
  readonly expectedVersion: number | null;
  /** The body of the request; what tells a repetition from another request. */
  readonly content: unknown;
  readonly payload: WirePayloads[Name];
  readonly startingPoint?: StartingPoint;
}

/** Carries out a command once for its id. Throws IDEMPOTENCY_KEY_REUSED when the id came with another request before. */
export async function executeCommand<Name extends CommandName>(
  command: RequestedCommand<Name>,
  { gateway }: Pick<ApiDependencies, 'gateway'>,
): Promise<CommandReceipt> {
  const { organizationId, name, commandId, identity, requestId, content, payload } = command;
  const version = command.expectedVersion === null ? {} : { expectedVersion: command.expectedVersion };
  const mark = fingerprint({ organizationId, name, subject: identity.subject, content });
  const envelope = { commandId, actor: actorOf(identity), fingerprint: mark, requestId, ...version, payload };
  return gateway.execute(organizationId, name, envelope, command.startingPoint);
}

export function actorOf({ subject, roles, email, name, personId }: Identity): PersonActor {
  return {
    kind: 'person',
    subject,
    roles,
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(personId === undefined ? {} : { personId }),
  };
}

import type { ErrorCode, FieldFault } from '../errors';
import type { LifecycleState, Task } from './state';

/** What the table says about an event. Commands are accepted or refused; facts are accepted or without effect. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly state: LifecycleState }
  | { readonly kind: 'refused'; readonly error: ErrorCode; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'ignored' };

export const ignored: Outcome = { kind: 'ignored' };

export function refused(error: ErrorCode, faults: readonly FieldFault[] = []): Outcome {
  return { kind: 'refused', error, faults };
}

type Change = Partial<Omit<LifecycleState, 'schema' | 'organizationId' | 'version' | 'tasks'>>;

/** The next state: the change applied, the version counted up, the tasks appended behind those still open. */
export function accepted(state: LifecycleState, change: Change, tasks: readonly Task[] = []): Outcome {
  return {
    kind: 'accepted',
    state: { ...state, ...change, version: state.version + 1, tasks: [...state.tasks, ...tasks] },
  };
}

/** The task that destroys these credentials; none where there is nothing to destroy. */
export function shredding(...credentialIds: readonly (string | undefined)[]): Task[] {
  const ids = credentialIds.filter((id) => id !== undefined);
  return ids.length === 0 ? [] : [{ kind: 'shred-credentials', credentialIds: ids }];
}

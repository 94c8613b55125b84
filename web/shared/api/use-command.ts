import type { UseMutationResult } from '@tanstack/react-query';

import { useIntent } from './use-intent';

/** Where a command goes and the key that makes a repetition harmless. */
export interface CommandParams {
  readonly path: { readonly organizationId: string };
  readonly header: { readonly 'Idempotency-Key': string };
}

/** Lists in which an organization may stand. */
const lists = [['organizations'], ['reviews']];

/** Sends a command about an organization, and has everything about it read anew afterwards. */
export function useCommand<Input>(
  organizationId: string,
  send: (input: Input, params: CommandParams) => Promise<unknown>,
  onDone?: () => void,
): UseMutationResult<unknown, Error, Input> {
  return useIntent(
    async (input: Input, key) => send(input, { path: { organizationId }, header: { 'Idempotency-Key': key } }),
    [['organization', organizationId], ...lists],
    onDone,
  );
}

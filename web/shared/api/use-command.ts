import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';

import { ApiProblem } from '../../../client';

/** Where a command goes and the key that makes a repetition harmless. */
export interface CommandParams {
  readonly path: { readonly organizationId: string };
  readonly header: { readonly 'Idempotency-Key': string };
}

/** Lists in which an organization may stand. */
const lists = [['organizations'], ['reviews']];

interface Intent {
  readonly key: string;
  readonly input: string;
}

/**
 * Sends a command about an organization, and has everything about it read anew afterwards, also after a refusal: then
 * what the page shows is old. While nobody has answered, a repetition of the same input carries the same key.
 */
export function useCommand<Input>(
  organizationId: string,
  send: (input: Input, params: CommandParams) => Promise<unknown>,
  onDone?: () => void,
): UseMutationResult<unknown, Error, Input> {
  const queries = useQueryClient();
  const intent = useRef<Intent | null>(null);
  return useMutation({
    mutationFn: async (input: Input) => {
      const text = JSON.stringify(input) ?? '';
      if (intent.current?.input !== text) intent.current = { key: crypto.randomUUID(), input: text };
      return send(input, { path: { organizationId }, header: { 'Idempotency-Key': intent.current.key } });
    },
    onSuccess: () => onDone?.(),
    async onSettled(_data, error) {
      if (error && !(error instanceof ApiProblem)) return;
      intent.current = null;
      await Promise.all(
        [['organization', organizationId], ...lists].map(async (queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
  });
}

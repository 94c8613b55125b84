import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';

import { ApiProblem } from '../../../client';
import { isRefusal } from './failure';

interface Intent {
  readonly key: string;
  readonly input: string;
}

/**
 * Sends what a person wants to have done once, and has everything that it concerns read anew afterwards, also after a
 * refusal: then what the page shows is old. While nobody knows whether it was done, a repetition of the same input carries
 * the same idempotency key.
 */
export function useIntent<Input>(
  send: (input: Input, idempotencyKey: string) => Promise<unknown>,
  outdated: readonly QueryKey[],
  onDone?: () => void,
): UseMutationResult<unknown, Error, Input> {
  const queries = useQueryClient();
  const intent = useRef<Intent | null>(null);
  return useMutation({
    mutationFn: async (input: Input) => {
      const text = JSON.stringify(input) ?? '';
      if (intent.current?.input !== text) intent.current = { key: crypto.randomUUID(), input: text };
      return send(input, intent.current.key);
    },
    onSuccess: () => onDone?.(),
    async onSettled(_data, error) {
      if (!error || isRefusal(error)) intent.current = null;
      if (error && !(error instanceof ApiProblem)) return;
      await Promise.all(outdated.map(async (queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}

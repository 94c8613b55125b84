import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { useIntent } from '../../shared/api/use-intent';
import { usePages } from '../../shared/api/use-pages';

export type Mail = components['schemas']['MessageInTrouble'];
export type Resolution = components['schemas']['ResolveHeldMessage']['resolution'];

export const troubles = ['held', 'deferred'] as const;
export type Trouble = (typeof troubles)[number];

const lookEveryMs = 10_000;
const mailsKey = ['mails-in-trouble'];

export function useMailsInTrouble(state: Trouble) {
  return usePages<Mail>(
    [...mailsKey, state],
    async (place, signal) =>
      bodyOf(api.GET('/v1/messages', { params: { query: { state, limit: 50, ...place } }, signal })),
    { refetchEveryMs: lookEveryMs },
  );
}

export interface HeldDecision {
  readonly resolution: Resolution;
  readonly reason: string;
}

export function useResolveHeld(messageId: string) {
  return useMailCommand(async (body: HeldDecision, key) =>
    api.POST('/v1/messages/{messageId}/resolve', {
      params: { path: { messageId }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );
}

export function useCancelMail(messageId: string) {
  return useMailCommand(async (_input: null, key) =>
    api.POST('/v1/messages/{messageId}/cancel', {
      params: { path: { messageId }, header: { 'Idempotency-Key': key } },
    }),
  );
}

const outdated = [mailsKey];

function useMailCommand<Input>(send: (input: Input, key: string) => Promise<unknown>) {
  return useIntent(send, outdated);
}

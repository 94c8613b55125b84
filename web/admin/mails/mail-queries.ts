import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import { deliveryStates } from '../../../domain/mail-message';
import { api } from '../../shared/api/api';
import { usePages } from '../../shared/api/use-pages';

export type Mail = components['schemas']['Message'];
export type MailState = Mail['state'];
/** States that can be searched for. */
export const searchedStates = deliveryStates.filter((state) => state !== 'sending');
export type SearchedState = (typeof searchedStates)[number];

export interface MailFilter {
  readonly recipient: string;
  readonly state: SearchedState | null;
}

export function useMails(organizationId: string, { recipient, state }: MailFilter) {
  return usePages(
    ['organization', organizationId, 'mails', recipient, state],
    async (place, signal) => {
      const query = {
        ...place,
        ...(recipient === '' ? {} : { recipient }),
        ...(state === null ? {} : { state }),
      };
      const params = { path: { organizationId }, query };
      return bodyOf(api.GET('/v1/organizations/{organizationId}/messages', { params, signal }));
    },
    { keepsPrevious: true },
  );
}

export function mailHistoryQuery(organizationId: string, messageId: string) {
  return queryOptions({
    queryKey: ['organization', organizationId, 'mails', 'history', messageId],
    queryFn: async ({ signal }) =>
      bodyOf(api.GET('/v1/messages/{messageId}/history', { params: { path: { messageId } }, signal })),
  });
}

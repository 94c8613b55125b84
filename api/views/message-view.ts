import type { z } from 'zod';

import type { MailRecord } from '../../activities/ports/outbox';
import type { message } from '../schemas/message';

/** Where a mail stands in a list of mails. */
export const messagePlaces = {
  id: ({ id }: MailRecord): string => id,
  value: ({ acceptedAt }: MailRecord): string => acceptedAt,
};

/** A mail as callers see it. */
export function messageView(record: MailRecord): z.input<typeof message> {
  const { resendOf = null } = record;
  return { ...record, resendOf, recipients: [...record.recipients] };
}

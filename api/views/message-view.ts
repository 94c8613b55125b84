import type { z } from 'zod';

import type { MailRecord } from '../../activities/ports/outbox';
import type { message } from '../schemas/message';

/** A mail as callers see it. */
export function messageView(record: MailRecord): z.input<typeof message> {
  const { resendOf = null } = record;
  return { ...record, resendOf, recipients: [...record.recipients] };
}

import type { Tone } from '../../shared/ui/status-badge';
import type { MailState } from './mail-queries';

/** How the state of a mail looks. */
export const mailTones: Readonly<Record<MailState, Tone>> = {
  accepted: 'waiting',
  sending: 'waiting',
  deferred: 'warning',
  sent: 'good',
  undeliverable: 'bad',
  held: 'warning',
  expired: 'bad',
  cancelled: 'neutral',
  suppressed: 'neutral',
};

import type { FieldFault } from '../domain/errors';
import type { NewMessage } from './schemas/message';

/** When a mail may be sent. ISO 8601. */
export interface SendingWindow {
  readonly notBefore: string;
  readonly expiresAt: string;
}

const hourMs = 3_600_000;
const longestDelayMs = 30 * 24 * hourMs;
const longestLifetimeMs = 30 * 24 * hourMs;

/** `ageHours`: how long a mail may wait whose sender names no end. */
export function sendingWindow(message: NewMessage, now: Date, ageHours: number): SendingWindow {
  const notBefore = message.notBefore === undefined ? now.getTime() : Date.parse(message.notBefore);
  const expiresAt = message.expiresAt === undefined ? notBefore + ageHours * hourMs : Date.parse(message.expiresAt);
  return { notBefore: new Date(notBefore).toISOString(), expiresAt: new Date(expiresAt).toISOString() };
}

/** What the shape alone cannot tell: all faults of a message, empty when it can be taken. */
export function messageFaults(
  message: NewMessage,
  window: SendingWindow,
  { now, hasOwnLinks }: { readonly now: Date; readonly hasOwnLinks: boolean },
): FieldFault[] {
  return [...repeatedRecipients(message), ...unsubscribeFaults(message, hasOwnLinks), ...windowFaults(window, now)];
}

function repeatedRecipients({ to }: NewMessage): FieldFault[] {
  return to.flatMap((address, index) =>
    to.indexOf(address) < index ? [{ pointer: `/to/${index}`, code: 'REPEATED_RECIPIENT' }] : [],
  );
}

/**
 * Transactional mail never carries an unsubscribe link; all other mail always does (rule 4): the caller's, or one of our
 * own, which names one recipient alone.
 */
function unsubscribeFaults({ category, unsubscribeUrl, to }: NewMessage, hasOwnLinks: boolean): FieldFault[] {
  const isTransactional = category === 'transactional';
  if (isTransactional === (unsubscribeUrl === undefined)) return [];
  if (!isTransactional && hasOwnLinks && to.length === 1) return [];
  return [{ pointer: '/unsubscribeUrl', code: isTransactional ? 'UNSUBSCRIBE_FORBIDDEN' : 'UNSUBSCRIBE_REQUIRED' }];
}

function windowFaults({ notBefore, expiresAt }: SendingWindow, now: Date): FieldFault[] {
  const start = Date.parse(notBefore);
  const end = Date.parse(expiresAt);
  const faults: FieldFault[] = [];
  if (start > now.getTime() + longestDelayMs) faults.push({ pointer: '/notBefore', code: 'TOO_FAR_AHEAD' });
  if (end <= Math.max(start, now.getTime())) faults.push({ pointer: '/expiresAt', code: 'EXPIRED_ALREADY' });
  if (end > start + longestLifetimeMs) faults.push({ pointer: '/expiresAt', code: 'TOO_FAR_AHEAD' });
  return faults;
}

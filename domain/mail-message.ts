/** Only transactional mail uses the customer's server (rule 4); `notice` is our own mail about an undeliverable. */
export const mailCategories = ['transactional', 'informational', 'marketing'] as const;
export type MailCategory = (typeof mailCategories)[number];

export type OutboxCategory = MailCategory | 'notice';

/** Where a mail leaves: the organization's own server or the platform's. */
export const mailRoutes = ['customer', 'platform'] as const;
export type MailRoute = (typeof mailRoutes)[number];

/**
 * States of one recipient of a mail. `held`: handed over, answer lost, never resent by itself. `suppressed`: kept back because
 * the recipient wished so.
 */
export const deliveryStates = [
  'accepted',
  'sending',
  'deferred',
  'sent',
  'undeliverable',
  'held',
  'expired',
  'cancelled',
  'suppressed',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** How somebody can end the uncertainty about held recipients; `resend` risks a second copy, and only a person may. */
export const heldResolutions = ['sent', 'undeliverable', 'resend'] as const;
export type HeldResolution = (typeof heldResolutions)[number];

/** What the server said about one recipient. */
export interface ServerAnswer {
  readonly replyCode: number | null;
  /** RFC 3463 enhanced status, for instance `5.1.1`. */
  readonly enhancedStatus: string | null;
  readonly text: string;
  /** What was refused; missing where nothing was, or where it is not known. */
  readonly command?: RefusedCommand;
}

/** Commands of a mail transaction that can be refused; `DATA` with the mail itself. */
export const refusedCommands = ['MAIL', 'RCPT', 'DATA'] as const;
export type RefusedCommand = (typeof refusedCommands)[number];

export const outcomeStates = ['sent', 'deferred', 'undeliverable', 'held', 'suppressed'] as const;

/** What became of one recipient in one attempt. */
export interface RecipientOutcome {
  readonly recipient: string;
  readonly state: (typeof outcomeStates)[number];
  readonly answer: ServerAnswer;
}

/** The state of a whole mail, told from its recipients: the one that still needs most attention. */
export function mailState(recipients: readonly DeliveryState[]): DeliveryState {
  const order: DeliveryState[] = [
    'held',
    'sending',
    'accepted',
    'deferred',
    'undeliverable',
    'expired',
    'cancelled',
    'suppressed',
    'sent',
  ];
  return order.find((state) => recipients.includes(state)) ?? 'accepted';
}

import type { MailTransaction } from '../../domain/mail-transaction';
import { isPositive } from '../../domain/smtp-reply';
import type { TransactionReplies } from './smtp-dialogue';

/** What was said about a mail to so many recipients, as a transaction to be judged. */
export function mailTransaction(
  recipientCount: number,
  { sender, recipients, data, end }: Readonly<TransactionReplies>,
  { trouble, endMayBeWritten }: Pick<MailTransaction, 'trouble' | 'endMayBeWritten'>,
): MailTransaction {
  return {
    sender,
    recipients: Array.from({ length: recipientCount }, (_, index) => recipients[index] ?? null),
    data,
    // A positive reply to the final dot counts only if it came whole, so only if the library reported success.
    end: end !== null && trouble !== null && end.code < 400 ? null : end,
    endMayBeWritten,
    trouble,
  };
}

/** Whether some of the mail itself may leave now, or may have left. */
export function isBegun({ sender, recipients, data }: Readonly<TransactionReplies>): boolean {
  return isPositive(data) && isPositive(sender) && recipients.some(isPositive);
}

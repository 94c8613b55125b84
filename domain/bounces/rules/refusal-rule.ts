import type { SmtpCommand } from '../bounce-reading';
import type { BounceReason } from '../bounce-reason';
import type { Phrase } from '../phrase';

/** Words that tell a reason. With `commands`, the words count only where one of these was the refused command. */
export interface RefusalRule {
  readonly reason: BounceReason;
  readonly phrases: readonly Phrase[];
  readonly commands?: readonly SmtpCommand[];
  /** `subject.detail` of the enhanced status; the words count only with one of these. */
  readonly statuses?: readonly string[];
  /** The words do not count within a host name or a link, where they name a page and not a cause. */
  readonly spoken?: boolean;
}

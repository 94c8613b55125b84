import type { ReturnedOriginal } from './bounce-reading';
import type { MailPart } from './decoded-mail';
import type { DeliveryStatus } from './delivery-status';
import type { ReportText } from './report-text';

/** What the readers of one mail share: its parts, the prose of the report, the original and the delivery status. */
export interface MailMaterial {
  readonly root: MailPart;
  readonly parts: readonly MailPart[];
  /** The prose of the mail, and the same as a report. */
  readonly text: string;
  readonly report: ReportText;
  readonly original: ReturnedOriginal | null;
  readonly status: DeliveryStatus | null;
}

import type { CheckResult } from '../../domain/check-report';
import type { ReturnedTestMail, SentTestMail } from '../../domain/inbound/returned-mail';
import type { InboundMail } from './inbound-mail-store';

/** A test mail that may come back, by the reference of its token. */
export interface AwaitedTestMail {
  readonly reference: string;
  readonly organizationId: string;
  readonly revision: number;
  readonly run: number;
  readonly sent: SentTestMail;
}

/** Knows which test mails are on their way. Throws STORE_UNAVAILABLE. */
export interface TestMailRegister {
  /** Stored durably before the mail leaves; the last one for a reference counts. */
  expect(mail: AwaitedTestMail): Promise<void>;
  find(reference: string): Promise<AwaitedTestMail | null>;
}

/** Findings that come after a report was written; whoever reads the report gets them with it. */
export interface ReturnedMailFindings {
  /** Recorded once for each report; a repetition changes nothing. Throws STORE_UNAVAILABLE. */
  record(organizationId: string, reportId: string, results: readonly CheckResult[]): Promise<void>;
  /** The same for a bounce of the test mail; the first one stands. Throws STORE_UNAVAILABLE. */
  recordBounce(organizationId: string, reportId: string, result: CheckResult): Promise<void>;
}

/** Reads a returned mail, and asks the DNS about it. Never throws: what could not be found out is `temperror`. */
export interface ReturnedMailReader {
  read(mail: InboundMail): Promise<ReturnedTestMail>;
}

import type { CheckPurpose, CheckReport } from '../../domain/check-report';
import type { ListPage } from '../../domain/list-order';

/** A report as lists need it: without the dialogue and what was learnt of the server. */
export type ListedReport = Omit<CheckReport, 'transcript' | 'capabilities' | 'tls' | 'certificateExpiresAt'>;

/** What is left out or undefined does not narrow the list. */
export interface ReportFilter {
  readonly organizationId: string;
  readonly purpose?: CheckPurpose | undefined;
  readonly revision?: number | undefined;
  /** Started at this moment or later. */
  readonly since?: string | undefined;
  /** Started before this moment. */
  readonly until?: string | undefined;
}

/** The check reports of an organization. Throws STORE_UNAVAILABLE. */
export interface CheckReportList {
  /** The newest first, where no other order is asked for; with what was found about a test mail later. */
  list(filter: ReportFilter, page: ListPage<'checkReports'>): Promise<readonly ListedReport[]>;
}

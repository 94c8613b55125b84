import type { z } from 'zod';

import type { ListedReport } from '../../activities/ports/check-report-list';
import { purposeOfReport, type CheckReport, type CheckResult } from '../../domain/check-report';
import { customerJudgement, customerReport } from '../../domain/customer-results';
import type { Locale } from '../../domain/lifecycle/state';
import type { ReportedCapabilities, ReportedTls } from '../../domain/session-facts';
import { checkText } from '../../domain/texts/check-texts';
import type { checkReport, checkReportSummary } from '../schemas/check-report';

type ReportView = z.input<typeof checkReport>;

/**
 * A report in the words of a locale. Only those who may see internals read the server's own words,
 * and what happened before a mail server greeted.
 */
export function checkReportView(report: CheckReport, locale: Locale, seesInternals: boolean): ReportView {
  const { transcript, results, capabilities, tls, ...facts } = seesInternals ? report : customerReport(report);
  const view = {
    ...facts,
    locale,
    results: results.map((result) => resultView(result, locale)),
    capabilities: capabilities ? capabilitiesView(capabilities) : null,
    tls: tls ? tlsView(tls) : null,
  };
  return seesInternals ? { ...view, transcript: [...transcript] } : view;
}

/** A report as a line of a list. Customers read what it comes to by what they may see of it. */
export function checkReportSummaryView(
  report: ListedReport,
  seesInternals: boolean,
): z.input<typeof checkReportSummary> {
  const { id, revision, run, verdict, failingStage, startedAt, finishedAt } = seesInternals
    ? report
    : customerJudgement(report);
  return { id, purpose: purposeOfReport(id), revision, run, verdict, failingStage, startedAt, finishedAt };
}

function capabilitiesView(found: ReportedCapabilities): ReportView['capabilities'] {
  const { extensions, authBeforeTls, authAfterTls } = found;
  return {
    ...found,
    extensions: [...extensions],
    authBeforeTls: [...authBeforeTls],
    authAfterTls: [...authAfterTls],
  };
}

function tlsView(tls: ReportedTls): ReportView['tls'] {
  return { ...tls, chain: tls.chain.map((certificate) => ({ ...certificate, names: [...certificate.names] })) };
}

function resultView(result: CheckResult, locale: Locale): ReportView['results'][number] {
  const facts = Object.fromEntries(
    Object.entries(result.facts).map(([name, fact]) => [name, typeof fact === 'object' ? [...fact] : fact]),
  );
  return { ...result, facts, ...checkText(locale, result.code, result.facts) };
}

import { correlationFaults, type CorrelationFault } from '../domain/undeliverables/correlation';
import type { InboundFinding } from '../domain/undeliverables/inbound-finding';
import type { InboundMail, InboundMailLedger, Rejection } from './ports/inbound-mail-store';

/** The same fault about the same organization is news once in this time: whoever floods us fills no audit trail. */
const newsMs = 24 * 60 * 60 * 1000;

/** What was wrong with the readings that were rejected. */
export function rejectionFaults(findings: readonly InboundFinding[]): readonly CorrelationFault[] {
  return findings.flatMap(({ effect, because }) => {
    const fault = correlationFaults.find((each) => each === because);
    return effect === 'rejected' && fault !== undefined ? [fault] : [];
  });
}

/** The rejections that the audit trails do not know of yet. Throws STORE_UNAVAILABLE. */
export async function newRejections(
  { inboundMails }: { readonly inboundMails: InboundMailLedger },
  { id: inboundMailId, receivedAt }: Pick<InboundMail, 'id' | 'receivedAt'>,
  findings: readonly InboundFinding[],
): Promise<readonly Rejection[]> {
  const since = new Date(Date.parse(receivedAt) - newsMs).toISOString();
  const news: Rejection[] = [];
  for (const finding of findings) {
    const [fault] = rejectionFaults([finding]);
    const { organizationId } = finding;
    if (fault === undefined || organizationId === null || isAmong(news, organizationId, fault)) continue;
    const rejection = { organizationId, fault };
    if (!(await inboundMails.isKnownRejection({ ...rejection, inboundMailId, receivedAt, since })))
      news.push(rejection);
  }
  return news;
}

function isAmong(news: readonly Rejection[], organizationId: string, fault: CorrelationFault): boolean {
  return news.some((each) => each.organizationId === organizationId && each.fault === fault);
}

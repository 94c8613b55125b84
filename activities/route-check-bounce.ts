import type { BounceReading } from '../domain/bounces/bounce-reading';
import { checkReportId } from '../domain/check-report';
import { judgeBouncedTestMail } from '../domain/inbound/returned-mail';
import type { InboundOutcome } from '../domain/undeliverables/inbound-finding';
import type { InboundMail } from './ports/inbound-mail-store';
import type { ReturnAddresses } from './ports/return-addresses';
import type { ReturnedMailFindings, TestMailRegister } from './ports/returned-mail';

export interface CheckBounceDeps {
  readonly testMails: Pick<TestMailRegister, 'find'>;
  readonly findings: Pick<ReturnedMailFindings, 'recordBounce'>;
  readonly returnAddresses: Pick<ReturnAddresses, 'belongsTo'>;
}

/**
 * A test mail bounced: its check report says so. What it concerns is no mail of the outbox, so that nothing is recorded
 * as undeliverable and nobody is told. Throws STORE_UNAVAILABLE.
 */
export async function routeCheckBounce(
  { testMails, findings, returnAddresses }: CheckBounceDeps,
  { token }: InboundMail,
  { recipients, encrypted }: BounceReading,
): Promise<InboundOutcome> {
  const awaited = token && (await testMails.find(token.reference));
  if (!token || !awaited || !returnAddresses.belongsTo(token, awaited.organizationId)) return 'not-awaited';
  if (recipients.every(({ kind }) => kind === 'unknown')) return encrypted ? 'encrypted' : 'unparseable';
  const failed = recipients.find(({ kind }) => kind === 'failed');
  if (failed === undefined) return 'no-effect';
  const { organizationId, revision, run } = awaited;
  await findings.recordBounce(organizationId, checkReportId('draft', revision, run), judgeBouncedTestMail(failed));
  return 'audited';
}

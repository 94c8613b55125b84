import { checkReportId } from '../domain/check-report';
import { judgeReturnedMail } from '../domain/inbound/returned-mail';
import type { InboundMailLedger } from './ports/inbound-mail-store';
import type { LifecycleReader } from './ports/lifecycle-store';
import type { ReturnAddresses } from './ports/return-addresses';
import type { ReturnedMailFindings, ReturnedMailReader, TestMailRegister } from './ports/returned-mail';

export interface ReturnedMailActivityDeps {
  readonly inboundMails: InboundMailLedger;
  readonly lifecycles: LifecycleReader;
  readonly testMails: TestMailRegister;
  readonly findings: ReturnedMailFindings;
  readonly reader: ReturnedMailReader;
  readonly returnAddresses: Pick<ReturnAddresses, 'belongsTo'>;
}

/** The check run whose test mail came back. */
export interface ReturnedRun {
  readonly organizationId: string;
  readonly revision: number;
  readonly run: number;
}

export type ReturnedMailActivities = ReturnType<typeof createReturnedMailActivities>;

/** What is done with a test mail that came back by itself. Every activity may be repeated without harm. */
export function createReturnedMailActivities(deps: ReturnedMailActivityDeps) {
  return {
    /** Audits the mail and settles it; null where no run waits for it, so that it proves nothing. */
    async auditReturnedMail({ inboundMailId }: { inboundMailId: string }): Promise<ReturnedRun | null> {
      const mail = await deps.inboundMails.find(inboundMailId);
      if (mail?.token?.kind !== 'check') return null;
      const awaited = await deps.testMails.find(mail.token.reference);
      const at = new Date().toISOString();
      if (awaited === null || !deps.returnAddresses.belongsTo(mail.token, awaited.organizationId)) {
        await deps.inboundMails.settle(mail.id, { outcome: 'not-awaited', class: mail.class, findings: [], at });
        return null;
      }
      const { organizationId, revision, run, sent } = awaited;
      const results = judgeReturnedMail(sent, await deps.reader.read(mail));
      await deps.findings.record(organizationId, checkReportId('draft', revision, run), results);
      await deps.inboundMails.settle(mail.id, { outcome: 'audited', class: mail.class, findings: [], at });
      return { organizationId, revision, run };
    },
    /** Whether the run that the mail belongs to has not come to its end yet. */
    async isStillChecking({ organizationId, revision, run }: ReturnedRun): Promise<boolean> {
      const draft = (await deps.lifecycles.find(organizationId))?.draft;
      return draft?.status === 'checking' && draft.revision.number === revision && draft.run === run;
    },
  };
}

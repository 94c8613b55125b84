import type { CheckReport } from '../domain/check-report';
import type { CheckTarget } from '../domain/check-target';
import { heartbeating } from './heartbeat';
import type { CheckReportStore } from './ports/lifecycle-store';
import type { ReturnAddresses } from './ports/return-addresses';
import type { TestMailRegister } from './ports/returned-mail';
import { awaitedMail, testMailFor } from './test-mail';
import type { CustomerServer, MailServerProber, SessionFindings, StageFindings } from './ports/mail-server-prober';

export interface CheckActivityDeps {
  readonly prober: MailServerProber;
  readonly reports: CheckReportStore;
  /** Null where there is no domain for tracked return paths. */
  readonly returnAddresses: ReturnAddresses | null;
  readonly testMails: TestMailRegister;
}

export type CheckActivities = ReturnType<typeof createCheckActivities>;

/** One activity for each group of stages, so that ops see in the Temporal UI how far a check has come. */
export function createCheckActivities(deps: CheckActivityDeps) {
  return {
    resolveHost(target: CheckTarget): Promise<StageFindings> {
      return heartbeating((context) => deps.prober.resolve(target.settings, context.cancellationSignal));
    },
    openSession(target: CheckTarget): Promise<SessionFindings> {
      return heartbeating((context) => deps.prober.openSession(serverOf(target), context.cancellationSignal));
    },
    async sendTestMail(target: CheckTarget): Promise<StageFindings> {
      const now = new Date();
      const mail = testMailFor(target, deps.returnAddresses, now);
      const awaited = awaitedMail(target, mail, deps.returnAddresses, now);
      if (awaited !== null) await deps.testMails.expect(awaited);
      return await heartbeating((context) =>
        deps.prober.sendTestMail(serverOf(target), mail, context.cancellationSignal),
      );
    },
    saveReport(report: CheckReport): Promise<void> {
      return deps.reports.save(report);
    },
  };
}

function serverOf({ organizationId, revision, settings, credentialId }: CheckTarget): CustomerServer {
  return { settings, credential: { organizationId, revision, credentialId } };
}

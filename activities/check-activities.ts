import { checkPurposes, checkReportId, type CheckReport } from '../domain/check-report';
import type { CheckTarget } from '../domain/check-target';
import { heartbeating } from './heartbeat';
import type { CheckProgressLog, ProgressingRun } from './ports/check-progress-log';
import type { CheckReportStore } from './ports/lifecycle-store';
import type { ReturnAddresses } from './ports/return-addresses';
import type { TestMailRegister } from './ports/returned-mail';
import { awaitedMail, testMailFor } from './test-mail';
import { watched, type CheckRun } from './watched-check';
import type { CustomerServer, MailServerProber, SessionFindings, StageFindings } from './ports/mail-server-prober';

export interface CheckActivityDeps {
  readonly prober: MailServerProber;
  readonly reports: CheckReportStore;
  readonly progress: CheckProgressLog;
  /** Null where there is no domain for tracked return paths. */
  readonly returnAddresses: ReturnAddresses | null;
  readonly testMails: TestMailRegister;
}

export type CheckActivities = ReturnType<typeof createCheckActivities>;

/** One activity for each group of stages, so that ops see in the Temporal UI how far a check has come. */
export function createCheckActivities(deps: CheckActivityDeps) {
  return {
    resolveHost(target: CheckRun): Promise<StageFindings> {
      return heartbeating(({ cancellationSignal }) =>
        watched(deps.progress, target, 'resolution', (onStage) =>
          deps.prober.resolve(target.settings, cancellationSignal, onStage),
        ),
      );
    },
    openSession(target: CheckRun): Promise<SessionFindings> {
      return heartbeating(({ cancellationSignal }) =>
        watched(deps.progress, target, 'session', (onStage) =>
          deps.prober.openSession(serverOf(target), cancellationSignal, onStage),
        ),
      );
    },
    async sendTestMail(target: CheckRun): Promise<StageFindings> {
      const now = new Date();
      const mail = testMailFor(target, deps.returnAddresses, now);
      const awaited = awaitedMail(target, mail, deps.returnAddresses, now);
      if (awaited !== null) await deps.testMails.expect(awaited);
      return await heartbeating(({ cancellationSignal }) =>
        watched(deps.progress, target, 'mail', (onStage) =>
          deps.prober.sendTestMail(serverOf(target), mail, cancellationSignal, onStage),
        ),
      );
    },
    async saveReport(report: CheckReport): Promise<void> {
      await deps.reports.save(report);
      await deps.progress.finished(runOf(report));
    },
  };
}

function serverOf({ organizationId, revision, settings, credentialId }: CheckTarget): CustomerServer {
  return { settings, credential: { organizationId, revision, credentialId } };
}

function runOf({ id, organizationId, revision, run }: CheckReport): ProgressingRun {
  const purpose = checkPurposes.find((each) => checkReportId(each, revision, run) === id) ?? 'draft';
  return { organizationId, purpose, revision, run };
}

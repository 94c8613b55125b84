import type { Logger } from 'pino';

import type { AccessTokenVerifier } from '../activities/ports/access-token-verifier';
import type { Announcer } from '../activities/ports/announcement-ledger';
import type { AuditArchive } from '../activities/ports/audit-archive';
import type { AuditSearch } from '../activities/ports/audit-search';
import type { AttachmentIntake } from '../activities/ports/attachment-store';
import type { CheckReportList } from '../activities/ports/check-report-list';
import type { ConfirmationLinks } from '../activities/ports/confirmation-links';
import type { BrandingStore } from '../activities/ports/branding-store';
import type { CheckAllowance } from '../activities/ports/check-allowance';
import type { CredentialDepositor } from '../activities/ports/credential-vault';
import type { PayloadDesk } from '../activities/ports/payload-desk';
import type { InboundRefusalReader } from '../activities/ports/inbound-audit';
import type { EventFeed } from '../activities/ports/event-feed';
import type { InboundMailReader, InboundMailRereader } from '../activities/ports/inbound-mail-store';
import type { JobReader } from '../activities/ports/jobs';
import type { KeyUse } from '../activities/ports/key-usage';
import type { LifecycleGateway } from '../activities/ports/lifecycle-gateway';
import type { CheckReportStore, LifecycleReader } from '../activities/ports/lifecycle-store';
import type { MailComposer } from '../activities/ports/mail-composer';
import type { MailDesk } from '../activities/ports/mail-desk';
import type { OutboxIntake } from '../activities/ports/outbox';
import type { DriftReader, ReconciliationStarter } from '../activities/ports/reconciliation';
import type { StatisticsReader } from '../activities/ports/statistics';
import type { ReviewPresence } from '../activities/ports/review-presence';
import type { SuppressionList } from '../activities/ports/suppression-list';
import type { UnsubscribeLinks } from '../activities/ports/unsubscribe-links';
import type { UndeliverableStore } from '../activities/ports/undeliverable-store';
import type { WebhookSecretIssuer, WebhookStore } from '../activities/ports/webhooks';
import type { ApiMetrics } from './api-metrics';
import type { DispatcherAlarm } from './dispatcher-alarm';
import type { StreamSlots } from './events/stream-slots';
import type { DashboardSessions } from './sessions/dashboard-sessions';
import type { SessionCookies } from './sessions/session-cookies';

/** Where operations inspect workflows. */
export interface TemporalUi {
  /** Without a trailing slash. */
  readonly url: string;
  readonly namespace: string;
}

/** What the API needs to know about its deployment. */
export interface ApiSettings {
  /** Address under which clients reach this API, without a trailing slash. */
  readonly publicUrl: string;
  readonly issuer: string;
  readonly version: string;
  readonly commit: string | null;
  /** Domain of every Message-ID. */
  readonly messageIdDomain: string;
  /** How long a mail may wait for delivery whose sender names no end, in hours. */
  readonly messageAgeHours: number;
  /** Largest body of a message, attachments included. */
  readonly bodyLimitBytes: number;
  /** Largest uploaded attachment, and all of those together that a message names. */
  readonly attachmentLimitBytes: number;
  /** How long an uploaded attachment waits for a message that names it, in hours. */
  readonly attachmentHours: number;
  readonly requestsPerMinute: number;
  /** Requests about one organization within a minute, whoever sends them. */
  readonly requestsPerOrganization: number;
  readonly concurrentRequests: number;
  readonly requestSeconds: number;
  /** Networks and names, as Express knows them, of proxies whose word about the caller's address is believed. */
  readonly trustedProxies: readonly string[];
  /** Seconds after its login when a session at the dashboards ends in any case. */
  readonly sessionSeconds: number;
  /** Null where the deployment names no UI. */
  readonly temporalUi: TemporalUi | null;
}

/** Everything that the API reaches the world through; handed in by the composition root or by a test. */
export interface ApiDependencies {
  readonly settings: ApiSettings;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly clock: () => Date;
  readonly tokens: AccessTokenVerifier;
  readonly sessions: Pick<DashboardSessions, 'begin' | 'finish' | 'identify' | 'end' | 'endByLogoutToken'>;
  readonly cookies: SessionCookies;
  readonly gateway: LifecycleGateway;
  readonly confirmationLinks: ConfirmationLinks;
  readonly unsubscribeLinks: UnsubscribeLinks;
  readonly alarm: Pick<DispatcherAlarm, 'ring' | 'wake'>;
  readonly lifecycles: LifecycleReader;
  readonly events: EventFeed;
  readonly streams: StreamSlots;
  readonly auditArchive: AuditArchive;
  readonly auditSearch: AuditSearch;
  readonly webhooks: Pick<WebhookStore, 'list' | 'replay'>;
  readonly organizationWebhooks: Pick<WebhookStore, 'list' | 'replay'>;
  readonly webhookSecrets: WebhookSecretIssuer;
  readonly announcer: Announcer;
  readonly reports: Pick<CheckReportStore, 'find'> & CheckReportList;
  readonly credentials: CredentialDepositor;
  readonly checkAllowance: CheckAllowance;
  readonly reviewPresence: ReviewPresence;
  readonly branding: BrandingStore;
  readonly composer: Pick<MailComposer, 'compose'>;
  readonly attachments: AttachmentIntake;
  readonly outbox: OutboxIntake;
  readonly desk: MailDesk;
  readonly undeliverables: Pick<UndeliverableStore, 'list' | 'find'>;
  readonly suppressions: SuppressionList;
  readonly inboundMails: InboundMailReader;
  readonly inboundRefusals: InboundRefusalReader;
  readonly inboundReading: InboundMailRereader;
  readonly statistics: StatisticsReader;
  readonly drifts: DriftReader;
  readonly reconciliation: ReconciliationStarter;
  readonly jobs: JobReader;
  readonly payloadDesk: PayloadDesk;
  readonly readiness: ReadinessProbes;
  /** What was seen last of the keys that wrap stored secrets. */
  readonly keyWatch: { readonly seen: readonly KeyUse[] };
}

/** One probe for each thing that the API cannot do without; a rejection means that it is away. */
export type ReadinessProbes = Readonly<Record<'mongodb' | 'temporal' | 'oidc' | 'keys', () => Promise<void>>>;

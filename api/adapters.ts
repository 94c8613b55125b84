import { setTimeout as sleep } from 'node:timers/promises';

import type { Registry } from 'prom-client';

import { HmacConfirmationCodes } from '../adapters/crypto/hmac-confirmation-codes';
import { HmacConfirmationLinks } from '../adapters/crypto/hmac-confirmation-links';
import { HmacUnsubscribeLinks } from '../adapters/crypto/hmac-unsubscribe-links';
import { KeyRing } from '../adapters/crypto/key-ring';
import { CodecPayloadDesk } from '../adapters/crypto/codec-payload-desk';
import { EncryptingPayloadCodec } from '../adapters/crypto/payload-codec';
import { SealedBox } from '../adapters/crypto/sealed-box';
import { storedSecretKeys } from '../adapters/vault/stored-secret-keys';
import { KeyWatch } from '../adapters/health/key-watch';
import type { Logger } from '../adapters/logging/logger';
import { MimeMailComposer } from '../adapters/mail/mime-mail-composer';
import { MongoAttachmentStore } from '../adapters/mongo/mongo-attachment-store';
import { MongoAuditArchive } from '../adapters/mongo/mongo-audit-archive';
import { MongoAuditSearch } from '../adapters/mongo/mongo-audit-search';
import { MongoBrandingStore } from '../adapters/mongo/mongo-branding-store';
import { MongoCheckAllowance } from '../adapters/mongo/mongo-check-allowance';
import { MongoCheckReportStore } from '../adapters/mongo/mongo-check-report-store';
import { MongoConnection } from '../adapters/mongo/mongo-connection';
import { MongoCredentialVault } from '../adapters/mongo/mongo-credential-vault';
import { MongoDriftLedger } from '../adapters/mongo/mongo-drift-ledger';
import { MongoDoorbell } from '../adapters/mongo/mongo-doorbell';
import { MongoEventFeed } from '../adapters/mongo/mongo-event-feed';
import { MongoInboundMailStore } from '../adapters/mongo/mongo-inbound-mail-store';
import { MongoInboundRefusals } from '../adapters/mongo/mongo-inbound-refusals';
import { MongoKeyUsage } from '../adapters/mongo/mongo-key-usage';
import { MongoMailDesk } from '../adapters/mongo/mongo-mail-desk';
import { MongoLifecycleStore } from '../adapters/mongo/mongo-lifecycle-store';
import { MongoOutboxIntake } from '../adapters/mongo/mongo-outbox-intake';
import { MongoReviewPresence } from '../adapters/mongo/mongo-review-presence';
import { MongoSessionStore } from '../adapters/mongo/mongo-session-store';
import { MongoStatisticsReader } from '../adapters/mongo/mongo-statistics-reader';
import { MongoSuppressionList } from '../adapters/mongo/mongo-suppression-list';
import { MongoUndeliverableStore } from '../adapters/mongo/mongo-undeliverable-store';
import { MongoWebhookStore } from '../adapters/mongo/mongo-webhook-store';
import { OidcAccessTokenVerifier } from '../adapters/oidc/access-token-verifier';
import { OidcLoginProvider } from '../adapters/oidc/oidc-login-provider';
import { createDataConverter } from '../adapters/temporal/data-converter';
import { TemporalAnnouncer } from '../adapters/temporal/temporal-announcer';
import { openTemporalClient } from '../adapters/temporal/temporal-connection';
import { TemporalInboundMailRouter } from '../adapters/temporal/temporal-inbound-mail-router';
import { TemporalLifecycleGateway } from '../adapters/temporal/temporal-lifecycle-gateway';
import { TemporalJobReader } from '../adapters/temporal/temporal-job-reader';
import { TemporalReconciliationStarter } from '../adapters/temporal/temporal-reconciliation-starter';
import { VaultedWebhookSecrets } from '../adapters/webhooks/vaulted-webhook-secrets';
import type { KeyEncryption } from '../activities/ports/key-encryption';
import type { ApiConfig } from '../config/env';
import { keyOptions } from '../config/key-options';
import { domainOf } from '../domain/mail-server-settings';
import type { ApiMetrics } from './api-metrics';
import type { BuildInfo } from './build-info';
import type { ApiDependencies, ApiSettings, TemporalUi } from './dependencies';
import { DispatcherAlarm } from './dispatcher-alarm';
import { StreamSlots } from './events/stream-slots';
import { DashboardSessions } from './sessions/dashboard-sessions';
import { SessionCookies } from './sessions/session-cookies';

/** Everything that the API reaches the world through, and what has to be closed after it. */
export interface ApiAdapters {
  readonly dependencies: ApiDependencies;
  /** Opens what opens lazily, so that the first request finds it open; trouble is left to the readiness to tell. */
  warmUp(): Promise<void>;
  /** Waits a little for wakes that are under way, then closes connections. */
  close(): Promise<void>;
}

/** What there is once for a process. */
export interface ProcessParts {
  readonly logger: Logger;
  readonly build: BuildInfo;
  readonly metrics: ApiMetrics;
  readonly registry: Registry;
}

const clock = (): Date => new Date();

/** A page needs one stream; a process can look for as many twice a second. */
const streamLimits = { perCaller: 12, perProcess: 500 };

/** Wakes that take longer are left to the sweep. */
const wakePatienceMs = 5_000;

/** Makes the adapters. Nothing connects yet, so that the API can start while anything that it needs is away. */
export function createAdapters(config: ApiConfig, process: ProcessParts): ApiAdapters {
  const { logger, build, metrics } = process;
  const mongo = new MongoConnection({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE });
  const secretKeys = storedSecretKeys(keyOptions(config));
  const codec = new EncryptingPayloadCodec(new KeyRing(config.PAYLOAD_KEYS));
  const client = openTemporal(config, codec);
  const gateway = new TemporalLifecycleGateway(client, {
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    takeoverMs: config.DELIVERY_TAKEOVER_SECONDS * 1000,
  });
  const stores = createStores(config, mongo, secretKeys.keys);
  const alarm = new DispatcherAlarm(gateway, stores.outbox, logger);
  const tokens = createTokenVerifier(config);
  const keyWatch = createKeyWatch(mongo, secretKeys.keys, process);
  const readiness = {
    mongodb: async () => mongo.ping(),
    temporal: async () => gateway.ping(),
    oidc: async () => tokens.ping(),
    keys: async () => secretKeys.keys.ping(),
  };
  const sessions = createSessions(config, mongo, tokens);
  const cookies = new SessionCookies(config.API_PUBLIC_URL);
  const announcer = new TemporalAnnouncer(client, { taskQueue: config.TEMPORAL_TASK_QUEUE });
  const inboundReading = new TemporalInboundMailRouter(client, { taskQueue: config.TEMPORAL_TASK_QUEUE });
  const reconciliation = new TemporalReconciliationStarter(client, { taskQueue: config.TEMPORAL_TASK_QUEUE });
  const streams = new StreamSlots(streamLimits);
  const services = {
    metrics,
    reconciliation,
    jobs: new TemporalJobReader(client),
    payloadDesk: new CodecPayloadDesk(codec),
    streams,
    confirmationLinks: createConfirmationLinks(config),
    unsubscribeLinks: new HmacUnsubscribeLinks({ key: config.CONFIRMATION_CODE_KEY, publicUrl: config.API_PUBLIC_URL }),
    announcer,
    logger,
    clock,
    tokens,
    sessions,
    cookies,
    gateway,
    alarm,
    inboundReading,
    readiness,
    keyWatch,
  };
  return {
    dependencies: { settings: settingsFrom(config, build), ...services, ...stores },
    async warmUp() {
      keyWatch.start();
      await Promise.allSettled(Object.values(readiness).map(async (probe) => probe()));
    },
    async close() {
      await Promise.race([alarm.settled(), sleep(wakePatienceMs, undefined, { ref: false })]);
      keyWatch.close();
      secretKeys.close();
      await Promise.allSettled([mongo.close(), client.connection.close()]);
    },
  };
}

function createKeyWatch(mongo: MongoConnection, keys: KeyEncryption, { registry, logger }: ProcessParts): KeyWatch {
  return new KeyWatch(new MongoKeyUsage(mongo, keys, new SealedBox(keys)), registry, logger);
}

function createStores(config: ApiConfig, mongo: MongoConnection, keys: KeyEncryption) {
  const doorbell = new MongoDoorbell(mongo);
  const credentials = new MongoCredentialVault(mongo, new SealedBox(keys));
  return {
    lifecycles: new MongoLifecycleStore(mongo),
    events: new MongoEventFeed(mongo),
    auditArchive: new MongoAuditArchive(mongo),
    auditSearch: new MongoAuditSearch(mongo),
    webhooks: MongoWebhookStore.forBackend(mongo),
    organizationWebhooks: MongoWebhookStore.forOrganizations(mongo),
    webhookSecrets: new VaultedWebhookSecrets(credentials),
    reports: new MongoCheckReportStore(mongo),
    credentials,
    checkAllowance: new MongoCheckAllowance(mongo, { perHour: config.CHECKS_PER_HOUR }),
    reviewPresence: new MongoReviewPresence(mongo),
    branding: new MongoBrandingStore(mongo),
    attachments: new MongoAttachmentStore(mongo),
    outbox: new MongoOutboxIntake(mongo, doorbell, config.DELIVERY_TAKEOVER_SECONDS * 1000),
    desk: new MongoMailDesk(mongo, doorbell),
    undeliverables: new MongoUndeliverableStore(mongo),
    suppressions: new MongoSuppressionList(mongo),
    statistics: new MongoStatisticsReader(mongo),
    drifts: new MongoDriftLedger(mongo),
    inboundMails: new MongoInboundMailStore(mongo),
    inboundRefusals: new MongoInboundRefusals(mongo),
    composer: new MimeMailComposer(),
  };
}

function createConfirmationLinks(config: ApiConfig): HmacConfirmationLinks {
  const { CONFIRMATION_CODE_KEY: key, CONFIRMATION_EXPIRY_DAYS: validDays, API_PUBLIC_URL: publicUrl } = config;
  return new HmacConfirmationLinks({ key, codes: new HmacConfirmationCodes(key), validDays, publicUrl });
}

function openTemporal(config: ApiConfig, codec: EncryptingPayloadCodec) {
  const dataConverter = createDataConverter(codec);
  const endpoint = {
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
    tls: config.TEMPORAL_TLS === 'on',
    apiKey: config.TEMPORAL_API_KEY,
  };
  return openTemporalClient(endpoint, dataConverter);
}

function createTokenVerifier(config: ApiConfig): OidcAccessTokenVerifier {
  return new OidcAccessTokenVerifier({
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    claims: {
      roles: config.OIDC_ROLES_CLAIM,
      organizations: config.OIDC_ORGANIZATIONS_CLAIM,
      scopes: config.OIDC_SCOPES_CLAIM,
      person: config.OIDC_PERSON_CLAIM,
    },
  });
}

function createSessions(config: ApiConfig, mongo: MongoConnection, tokens: OidcAccessTokenVerifier): DashboardSessions {
  const publicUrl = config.API_PUBLIC_URL.replace(/\/$/, '');
  const provider = new OidcLoginProvider({
    issuer: config.OIDC_ISSUER,
    clientId: config.OIDC_DASHBOARD_CLIENT_ID,
    clientSecret: config.OIDC_DASHBOARD_CLIENT_SECRET,
    scope: config.OIDC_DASHBOARD_SCOPE,
    redirectUri: `${publicUrl}/auth/callback`,
    afterLogoutUri: `${publicUrl}/`,
    tokens,
    clock,
    ...(config.OIDC_DASHBOARD_RESOURCE === undefined ? {} : { resource: config.OIDC_DASHBOARD_RESOURCE }),
  });
  const limits = {
    idleMs: config.SESSION_IDLE_MINUTES * 60_000,
    absoluteMs: config.SESSION_ABSOLUTE_HOURS * 3_600_000,
  };
  return new DashboardSessions({ provider, store: new MongoSessionStore(mongo), limits, clock });
}

/** One caller's share of what an organization's callers may ask together. */
const callersPerOrganization = 5;

function settingsFrom(config: ApiConfig, { version, commit }: BuildInfo): ApiSettings {
  const perCaller = config.API_RATE_LIMIT_PER_MINUTE;
  return {
    publicUrl: config.API_PUBLIC_URL.replace(/\/$/, ''),
    issuer: config.OIDC_ISSUER,
    version,
    commit,
    messageIdDomain: domainOf(config.PLATFORM_FROM_ADDRESS),
    messageAgeHours: config.DELIVERY_MAX_AGE_HOURS,
    bodyLimitBytes: config.API_BODY_LIMIT_BYTES,
    attachmentLimitBytes: config.ATTACHMENTS_MAX_BYTES,
    attachmentHours: config.ATTACHMENT_UNUSED_HOURS,
    requestsPerMinute: perCaller,
    requestsPerOrganization: config.API_RATE_LIMIT_PER_ORGANIZATION ?? callersPerOrganization * perCaller,
    concurrentRequests: config.API_CONCURRENT_REQUESTS,
    requestSeconds: config.API_REQUEST_SECONDS,
    trustedProxies: config.API_TRUSTED_PROXIES,
    sessionSeconds: config.SESSION_ABSOLUTE_HOURS * 3_600,
    temporalUi: temporalUiFrom(config),
  };
}

function temporalUiFrom({ TEMPORAL_UI_URL, TEMPORAL_NAMESPACE }: ApiConfig): TemporalUi | null {
  return TEMPORAL_UI_URL === undefined
    ? null
    : { url: TEMPORAL_UI_URL.replace(/\/$/, ''), namespace: TEMPORAL_NAMESPACE };
}

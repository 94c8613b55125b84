import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

import type { Client } from '@temporalio/client';

import { AuditSeal } from '../adapters/crypto/audit-seal';
import { HmacConfirmationCodes } from '../adapters/crypto/hmac-confirmation-codes';
import { HmacConfirmationLinks } from '../adapters/crypto/hmac-confirmation-links';
import { isMadeFor } from '../adapters/crypto/hmac-return-addresses';
import { KeyRing } from '../adapters/crypto/key-ring';
import { SealedBox } from '../adapters/crypto/sealed-box';
import { storedSecretKeys } from '../adapters/vault/stored-secret-keys';
import { DnsHostResolver } from '../adapters/dns/host-resolver';
import { DnsRecordResolver } from '../adapters/dns/record-resolver';
import { MailauthReturnedMailReader } from '../adapters/inbound/mailauth-returned-mail-reader';
import { MimeMailComposer } from '../adapters/mail/mime-mail-composer';
import { BodyBudget } from '../adapters/mongo/body-budget';
import { MongoAttachmentStore } from '../adapters/mongo/mongo-attachment-store';
import { MongoAnnouncementLedger } from '../adapters/mongo/mongo-announcement-ledger';
import { MimeBounceReader } from '../adapters/mime/mime-bounce-reader';
import { MongoBounceLedger } from '../adapters/mongo/mongo-bounce-ledger';
import { MongoCheckProgressLog } from '../adapters/mongo/mongo-check-progress-log';
import { MongoCheckReportStore } from '../adapters/mongo/mongo-check-report-store';
import { MongoConnection } from '../adapters/mongo/mongo-connection';
import { MongoCredentialVault } from '../adapters/mongo/mongo-credential-vault';
import { MongoDriftLedger } from '../adapters/mongo/mongo-drift-ledger';
import { MongoDoorbell } from '../adapters/mongo/mongo-doorbell';
import { MongoInboundMailStore } from '../adapters/mongo/mongo-inbound-mail-store';
import { MongoLifecycleProjector } from '../adapters/mongo/mongo-lifecycle-projector';
import { MongoKeyUsage } from '../adapters/mongo/mongo-key-usage';
import { MongoLifecycleStore } from '../adapters/mongo/mongo-lifecycle-store';
import { MongoStatisticsCollector } from '../adapters/mongo/mongo-statistics-collector';
import { MongoMailRetention } from '../adapters/mongo/mongo-mail-retention';
import { MongoOutbox } from '../adapters/mongo/mongo-outbox';
import { MongoReportRetention } from '../adapters/mongo/mongo-report-retention';
import { MongoProjectionInspector } from '../adapters/mongo/mongo-projection-inspector';
import { MongoSuppressionList } from '../adapters/mongo/mongo-suppression-list';
import { MongoUndeliverableStore } from '../adapters/mongo/mongo-undeliverable-store';
import { MongoWebhookStore } from '../adapters/mongo/mongo-webhook-store';
import { MongoTestMailRegister } from '../adapters/mongo/mongo-test-mail-register';
import { CustomerSessions } from '../adapters/smtp/customer-sessions';
import { PlatformSessions, type PlatformServer } from '../adapters/smtp/platform-sessions';
import { defaultPoolLimits } from '../adapters/smtp/session-pool';
import { sendingTimeouts } from '../adapters/smtp/smtp-client-options';
import { SmtpConnector } from '../adapters/smtp/smtp-connector';
import { SmtpMailTransport } from '../adapters/smtp/smtp-mail-transport';
import { TestMailBuilder } from '../adapters/smtp/test-mail-builder';
import { TracedMailServerProber } from '../adapters/smtp/traced-mail-server-prober';
import { TracedMailTransport } from '../adapters/smtp/traced-mail-transport';
import { TemporalAnnouncer } from '../adapters/temporal/temporal-announcer';
import { TemporalInboundMailRouter } from '../adapters/temporal/temporal-inbound-mail-router';
import { TemporalLifecycleInspector } from '../adapters/temporal/temporal-lifecycle-inspector';
import { TemporalLifecycleGateway } from '../adapters/temporal/temporal-lifecycle-gateway';
import type { WorkerConfig } from '../config/env';
import { keyOptions } from '../config/key-options';
import type { CircuitPauses } from '../domain/circuit-breaker';
import { returnAddressesOf } from './inbound-listening';
import { createGate, createProber, createTokens, type ProberOptions } from './prober';

/** Everything that the worker's activities reach the world through. */
export type WorkerAdapters = ReturnType<typeof createAdapters>;

const dnsTimeoutMs = 5_000;

/** Makes the adapters. Nothing connects yet, so that a worker can start while its database or mail server is away. */
export function createAdapters(config: WorkerConfig, client: Client) {
  const mongo = new MongoConnection({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE });
  const secretKeys = storedSecretKeys(keyOptions(config));
  const box = new SealedBox(secretKeys.keys);
  const vault = new MongoCredentialVault(mongo, box);
  const codes = new HmacConfirmationCodes(config.CONFIRMATION_CODE_KEY);
  const composer = new MimeMailComposer();
  const doorbell = new MongoDoorbell(mongo);
  const attachments = new MongoAttachmentStore(mongo);
  const budget = new BodyBudget(config.DELIVERY_BODY_MEMORY_MB * 1024 * 1024);
  const outbox = new MongoOutbox(mongo, doorbell, budget, config.DELIVERY_TAKEOVER_SECONDS * 1000);
  return {
    mongo,
    secretKeys,
    keyUsage: new MongoKeyUsage(mongo, secretKeys.keys, box),
    vault,
    codes,
    composer,
    lifecycles: new MongoLifecycleStore(mongo),
    projector: new MongoLifecycleProjector(mongo, new AuditSeal(new KeyRing(config.AUDIT_KEYS))),
    reports: new MongoCheckReportStore(mongo),
    progress: new MongoCheckProgressLog(mongo),
    doorbell,
    outbox,
    attachments,
    statistics: new MongoStatisticsCollector(mongo),
    retention: new MongoMailRetention(mongo, attachments),
    reportRetention: new MongoReportRetention(mongo),
    bounceLedger: new MongoBounceLedger(mongo, outbox, doorbell),
    undeliverables: new MongoUndeliverableStore(mongo),
    returnAddresses: returnAddressesOf(config),
    suppressions: new MongoSuppressionList(mongo),
    tokenOwners: { belongsTo: isMadeFor },
    bounces: new MimeBounceReader(),
    testMails: new MongoTestMailRegister(mongo),
    returnedMailReader: new MailauthReturnedMailReader({
      name: config.SMTP_EHLO_NAME,
      resolver: new DnsRecordResolver({ timeoutMs: dnsTimeoutMs }),
    }),
    inboundMails: new MongoInboundMailStore(mongo),
    inboundRouter: new TemporalInboundMailRouter(client, { taskQueue: config.TEMPORAL_TASK_QUEUE }),
    announcer: new TemporalAnnouncer(client, { taskQueue: config.TEMPORAL_TASK_QUEUE }),
    announcements: new MongoAnnouncementLedger(mongo),
    webhooks: MongoWebhookStore.forBackend(mongo),
    organizationWebhooks: MongoWebhookStore.forOrganizations(mongo),
    /** Authorities that verify who answers over TLS, in PEM. */
    authorities: authoritiesOf(config),
    drifts: new MongoDriftLedger(mongo),
    projections: new MongoProjectionInspector(mongo),
    lifecycleInspector: new TemporalLifecycleInspector(client, { taskQueue: config.TEMPORAL_TASK_QUEUE }),
    dispatcher: new TemporalLifecycleGateway(client, {
      taskQueue: config.TEMPORAL_TASK_QUEUE,
      takeoverMs: config.DELIVERY_TAKEOVER_SECONDS * 1000,
    }),
    ...createSmtpAdapters(config, vault, new TestMailBuilder(composer, codes, confirmationLinks(config, codes))),
  };
}

function confirmationLinks(config: WorkerConfig, codes: HmacConfirmationCodes): HmacConfirmationLinks {
  const { CONFIRMATION_CODE_KEY: key, CONFIRMATION_EXPIRY_DAYS: validDays, API_PUBLIC_URL: publicUrl } = config;
  return new HmacConfirmationLinks({ key, codes, validDays, publicUrl });
}

/** Checks and sending share the same connector, gate and sessions; only their patience differs. */
function createSmtpAdapters(config: WorkerConfig, vault: MongoCredentialVault, testMails: TestMailBuilder) {
  const options: ProberOptions = {
    ehloName: config.SMTP_EHLO_NAME,
    trustedAuthorities: ownAuthorities(config),
    allowedPorts: config.EGRESS_ALLOWED_PORTS,
    allowedNetworks: config.EGRESS_ALLOWED_NETWORKS,
    unreachableMs: config.CHECK_UNREACHABLE_SECONDS * 1000,
    allowedTokenPorts: config.EGRESS_ALLOWED_TOKEN_PORTS,
  };
  const ownNames = new DnsHostResolver({ timeoutMs: dnsTimeoutMs, localNames: true });
  const ways = { gate: createGate(options), credentials: vault, tokens: createTokens(options) };
  const sending = new SmtpConnector({ ...options, timeouts: sendingTimeouts });
  return {
    prober: new TracedMailServerProber(createProber(options, ways, testMails)),
    transport: new TracedMailTransport(
      new SmtpMailTransport({
        customers: new CustomerSessions({ ...ways, connector: sending }),
        platform: new PlatformSessions(platformServer(config), sending, ownNames),
        timeouts: sendingTimeouts,
        limits: { ...defaultPoolLimits, pauses: circuitPauses(config) },
      }),
    ),
  };
}

function ownAuthorities({ SMTP_TRUSTED_CA_FILE: file }: WorkerConfig): string | null {
  return file === undefined ? null : readFileSync(file, 'utf8');
}

function authoritiesOf(config: WorkerConfig): readonly string[] {
  const own = ownAuthorities(config);
  return [...rootCertificates, ...(own === null ? [] : [own])];
}

function circuitPauses(config: WorkerConfig): CircuitPauses {
  return {
    firstMs: config.SENDING_REFUSED_PAUSE_SECONDS * 1000,
    longestMs: config.SENDING_REFUSED_LONGEST_PAUSE_SECONDS * 1000,
  };
}

function platformServer(config: WorkerConfig): PlatformServer {
  const { PLATFORM_SMTP_USER: user, PLATFORM_SMTP_PASSWORD: password } = config;
  return {
    host: config.PLATFORM_SMTP_HOST,
    port: config.PLATFORM_SMTP_PORT,
    security: config.PLATFORM_SMTP_SECURITY,
    login: user === undefined || password === undefined ? null : { user, password },
  };
}

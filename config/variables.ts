import { secondApproverRules } from '../domain/review/second-approver';
import { dayList, holidayList, timeZone, weekdayList } from './calendar-formats';
import {
  ehloName,
  headerPairs,
  hostAndPort,
  hostName,
  keyMaterial,
  keyRing,
  mailAddress,
  mongodbUri,
  networkList,
  oneOf,
  port,
  portList,
  proxyList,
  secret,
  share,
  text,
  webhookSecrets,
  webUrl,
  wholeNumber,
} from './formats';

export type { NamedKey } from './formats';

/** Where the keys that wrap those of stored secrets lie, if not in the environment. */
export const vaultVariables = {
  VAULT_ADDRESS: webUrl.optional(),
  VAULT_NAMESPACE: text.optional(),
  /** A token, or the two parts of an AppRole. */
  VAULT_TOKEN: secret.optional(),
  VAULT_ROLE_ID: text.optional(),
  VAULT_SECRET_ID: secret.optional(),
  VAULT_TRANSIT_MOUNT: text.regex(/^[\w./-]+$/, 'must be a path without spaces').default('transit'),
  VAULT_TRANSIT_KEY: text.regex(/^[\w.-]{1,64}$/, 'must be the name of a key').default('mail-server-approval'),
};

/** Read by the API and by the worker. */
export const sharedVariables = {
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  MONGODB_URI: mongodbUri,
  MONGODB_DATABASE: text.default('mail_server_approval'),
  TEMPORAL_ADDRESS: hostAndPort,
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_TASK_QUEUE: text.default('mail-server-approval'),
  TEMPORAL_TLS: oneOf(['on', 'off']).default('off'),
  TEMPORAL_API_KEY: secret.optional(),
  /** Wrap the keys of stored secrets; with Vault they only unwrap what it does not wrap yet. */
  CREDENTIAL_KEYS: keyRing.default(() => []),
  ...vaultVariables,
  PAYLOAD_KEYS: keyRing,
  /** Makes the codes and signs the links of test mails, which the API compares and follows. */
  CONFIRMATION_CODE_KEY: keyMaterial,
  /** How long a test mail waits for its confirmation, and its link is valid. */
  CONFIRMATION_EXPIRY_DAYS: wholeNumber(1, 365).default(7),
  /** Where people reach the API: links in mails lead there. */
  API_PUBLIC_URL: webUrl,
  PLATFORM_FROM_ADDRESS: mailAddress,
  /** Base URL of an OTLP/HTTP receiver of traces; without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
  /** `name=value`, separated by commas, values percent-encoded: what the receiver wants to know who sends. */
  OTEL_EXPORTER_OTLP_HEADERS: headerPairs.optional(),
  /** The share of traces begun by this service that is kept, from 0 to 1; callers decide about their own. */
  OTEL_TRACES_SAMPLER_ARG: share.default(1),
  /** How long a worker may be silent until another one takes over what it is sending. */
  DELIVERY_TAKEOVER_SECONDS: wholeNumber(5, 300).default(20),
};

/** Read by the API alone. */
export const apiVariables = {
  API_HOST: text.default('127.0.0.1'),
  API_PORT: port.default(3000),
  API_BODY_LIMIT_BYTES: wholeNumber(1024).default(10_485_760),
  /** Largest uploaded attachment, and all of those together that a mail carries. */
  ATTACHMENTS_MAX_BYTES: wholeNumber(1024, 104_857_600).default(26_214_400),
  /** How long a mail may wait for delivery when its sender names no end; a sender may name one up to the same most. */
  DELIVERY_MAX_AGE_HOURS: wholeNumber(1, 720).default(72),
  /** How long an uploaded attachment waits for a message that names it. */
  ATTACHMENT_UNUSED_HOURS: wholeNumber(1, 720).default(24),
  API_RATE_LIMIT_PER_MINUTE: wholeNumber(1).default(600),
  /** Requests about one organization within a minute, by all callers together; five times a caller's where it is not set. */
  API_RATE_LIMIT_PER_ORGANIZATION: wholeNumber(1).optional(),
  /** Requests that are answered at the same time; more are asked to come again. */
  API_CONCURRENT_REQUESTS: wholeNumber(1, 10_000).default(200),
  /** How long the work for one request may take: longer than what it waits for takes to say that it is away. */
  API_REQUEST_SECONDS: wholeNumber(1, 300).default(60),
  /** Where Prometheus reads; nowhere where the port is not set. */
  API_METRICS_HOST: text.default('127.0.0.1'),
  API_METRICS_PORT: port.optional(),
  /** What the image was built from. */
  BUILD_COMMIT: text.optional(),
  /** Checks that one organization may start within an hour: settings, re-checks, new passwords. */
  CHECKS_PER_HOUR: wholeNumber(1, 1000).default(30),
  /** Load balancers in front of the API: what they say in X-Forwarded-For about who calls is believed. */
  API_TRUSTED_PROXIES: proxyList(''),
  OIDC_ISSUER: webUrl,
  OIDC_AUDIENCE: text,
  OIDC_ROLES_CLAIM: text.default('roles'),
  OIDC_ORGANIZATIONS_CLAIM: text.default('organizations'),
  OIDC_SCOPES_CLAIM: text.default('scope'),
  /** The client of the dashboards. */
  OIDC_DASHBOARD_CLIENT_ID: text,
  OIDC_DASHBOARD_CLIENT_SECRET: secret,
  OIDC_DASHBOARD_SCOPE: text.default('openid profile email'),
  /** RFC 8707: the resource that access tokens are asked for, where the provider wants it named. */
  OIDC_DASHBOARD_RESOURCE: text.optional(),
  SESSION_IDLE_MINUTES: wholeNumber(1).default(30),
  SESSION_ABSOLUTE_HOURS: wholeNumber(1).default(10),
  /** Claim that is the same for all accounts of a human being; without it, equal mail addresses betray a second account. */
  OIDC_PERSON_CLAIM: text.optional(),
  TEMPORAL_UI_URL: webUrl.optional(),
};

/** Read by the worker alone. */
export const workerVariables = {
  /** Seal the heads of the audit trails; the first key seals, all of them verify. */
  AUDIT_KEYS: keyRing,
  WORKER_METRICS_HOST: text.default('127.0.0.1'),
  WORKER_METRICS_PORT: port.default(9464),
  /** `host:port` where the SDK serves its own metrics; without it they are not kept. */
  WORKER_SDK_METRICS_ADDRESS: hostAndPort.optional(),
  /** How many executions a worker holds in memory; others are loaded from their history when something happens to them. */
  WORKER_CACHED_WORKFLOWS: wholeNumber(10, 100_000).default(1_000),
  WORKER_SHUTDOWN_GRACE_SECONDS: wholeNumber(1).default(20),
  /** Path of a workflow bundle made at build time; without it the worker bundles at start. */
  WORKFLOW_BUNDLE_PATH: text.optional(),
  EGRESS_ALLOWED_PORTS: portList('465,587,25,2525'),
  /** Ports of the OAuth 2.0 token endpoints that customers may name. */
  EGRESS_ALLOWED_TOKEN_PORTS: portList('443'),
  /** Ports of the endpoints that organizations may name for their events. */
  EGRESS_ALLOWED_WEBHOOK_PORTS: portList('443'),
  /** Networks in CIDR notation that are reachable although they are not public; for self-hosters. */
  EGRESS_ALLOWED_NETWORKS: networkList(''),
  /**
   * How long it takes at least to tell a customer that no mail server answers, so that the time does not tell why. Longer
   * than everything that can happen before a greeting (29 seconds); 0 only where customers are trusted with the network.
   */
  CHECK_UNREACHABLE_SECONDS: wholeNumber(0, 40).default(30),
  SMTP_EHLO_NAME: ehloName(),
  /** PEM file with certificate authorities to trust besides the public ones. */
  SMTP_TRUSTED_CA_FILE: text.optional(),
  PLATFORM_SMTP_HOST: text,
  PLATFORM_SMTP_PORT: port,
  PLATFORM_SMTP_SECURITY: oneOf(['tls', 'starttls', 'none']),
  PLATFORM_SMTP_USER: text.optional(),
  PLATFORM_SMTP_PASSWORD: secret.optional(),
  PLATFORM_FROM_NAME: text,
  /** Mailboxes of our own people; without one, they are told nothing. */
  NOTIFY_SALES_ADDRESS: mailAddress.optional(),
  NOTIFY_REVIEWERS_ADDRESS: mailAddress.optional(),
  NOTIFY_OPS_ADDRESS: mailAddress.optional(),
  NOTIFY_LOCALE: oneOf(['de', 'en']).default('en'),
  /** Where the product's backend is told of events; none without it. */
  WEBHOOK_URL: webUrl.optional(),
  WEBHOOK_SECRETS: webhookSecrets.optional(),
  /** Networks in CIDR notation where the endpoint may lie although they are not public. */
  WEBHOOK_ALLOWED_NETWORKS: networkList(''),
  /** Days from its acceptance for which a mail's content is kept, once it has come to its end. */
  RETENTION_BODY_DAYS: wholeNumber(1, 3_650).default(30),
  /** The same for all that is known of it: recipients, attempts, answers, its idempotency key. */
  RETENTION_RECORD_DAYS: wholeNumber(1, 3_650).default(400),
  /** Days for which a report of the watch over a live server is kept once there is a newer one; those that failed stay. */
  RETENTION_CHECK_DAYS: wholeNumber(1, 3_650).default(90),
  RETENTION_SWEEP_MINUTES: wholeNumber(1, 1_440).default(60),
  /** How often mails are counted for statistics. */
  STATISTICS_SECONDS: wholeNumber(1, 3_600).default(60),
  /** Days for which the hours of statistics are kept apart, and for which there are statistics at all. */
  STATISTICS_HOURLY_DAYS: wholeNumber(2, 3_650).default(90),
  STATISTICS_DAYS: wholeNumber(2, 3_650).default(730),
  /** How long a mail waits after its first attempt in vain; twice as long each time, up to an hour. */
  DELIVERY_RETRY_SECONDS: wholeNumber(1, 3_600).default(60),
  /** How long a server rests at least that could not be reached, or asked for less. */
  SENDING_REST_SECONDS: wholeNumber(1, 3_600).default(30),
  /** How long a server that refuses us (a wrong password, say) is left alone at first; twice as long each time. */
  SENDING_REFUSED_PAUSE_SECONDS: wholeNumber(1, 3_600).default(60),
  /** The longest of these pauses. */
  SENDING_REFUSED_LONGEST_PAUSE_SECONDS: wholeNumber(1, 86_400).default(900),
  /** How much content of claimed mail a worker holds at a time, besides what it is just reading. */
  DELIVERY_BODY_MEMORY_MB: wholeNumber(16, 65_536).default(256),
  OUTBOX_SWEEP_SECONDS: wholeNumber(1).default(30),
  /** How often projections are compared with their lifecycles, and at most how many within a second. */
  RECONCILIATION_HOURS: wholeNumber(1, 168).default(24),
  RECONCILIATION_PER_SECOND: wholeNumber(1, 1_000).default(10),
  /** From how many notices to the same address on they are collected into one. */
  NOTICE_DIGEST_FROM: wholeNumber(2).default(10),
  /** How long a notice about a bounce waits for others. */
  NOTICE_COLLECT_SECONDS: wholeNumber(0, 3_600).default(20),
  /** How long a dead address stays on an organization's suppression list. */
  SUPPRESSION_HARD_BOUNCE_DAYS: wholeNumber(1, 3_650).default(90),
  /** The same for an address whose owner complained. */
  SUPPRESSION_COMPLAINT_DAYS: wholeNumber(1, 3_650).default(365),
  /** How many recipients that are refused for the same reason within how many hours make a pattern. */
  REFUSAL_PATTERN_RECIPIENTS: wholeNumber(2).default(10),
  REFUSAL_PATTERN_HOURS: wholeNumber(1, 720).default(24),
  /** By whose clock and calendar reviews are due. */
  REVIEW_TIME_ZONE: timeZone.default('UTC'),
  REVIEW_WORKING_DAYS: weekdayList('mon,tue,wed,thu,fri'),
  REVIEW_HOLIDAYS: holidayList(''),
  /** Working days until a decision is due and reviewers are reminded. */
  REVIEW_REMINDER_WORKING_DAYS: wholeNumber(1, 250).default(1),
  /** Working days until a review that nobody decided is escalated. */
  REVIEW_ESCALATION_WORKING_DAYS: wholeNumber(1, 250).default(2),
  /** How long a claim keeps other reviewers away. */
  REVIEW_CLAIM_HOURS: wholeNumber(1, 720).default(24),
  /** When two different people have to approve, besides what was agreed with an organization. */
  REVIEW_SECOND_APPROVER: oneOf(secondApproverRules).default('never'),
  /** How long a draft waits for whoever has to act, until it expires. */
  DRAFT_EXPIRY_DAYS: wholeNumber(1, 365).default(30),
  /** How long a rejection can be answered, and its password is kept; 0: it cannot. */
  APPEAL_DAYS: wholeNumber(0, 365).default(14),
  /** Days before the end of a contract on which its people are warned. */
  CONTRACT_WARNING_DAYS: dayList('30,14,7,1'),
  /** Hours between two checks of a live server; 0: live servers are not watched. */
  HEALTH_CHECK_HOURS: wholeNumber(0, 720).default(24),
  /** Minutes until a live server that failed is checked again. */
  HEALTH_RETRY_MINUTES: wholeNumber(1, 10_080).default(60),
  /** So many failures in a row that the customer has to mend suspend a live server. */
  HEALTH_FAILURES: wholeNumber(1, 100).default(3),
  /** Failures to send that follow each other within so many minutes count as one. */
  HEALTH_SENDING_SPACING_MINUTES: wholeNumber(0, 1_440).default(5),
  /** Days before the end of a live server's certificate on which its admin is warned. */
  CERTIFICATE_WARNING_DAYS: dayList('30,14,7,1'),
};

/** How return addresses are made and read: by the worker that sends, and by whoever listens for what comes back. */
export const returnAddressVariables = {
  /** Domain of tracked return paths; without it mail can only have the admin or the Reply-To as its return path. */
  INBOUND_BOUNCE_DOMAIN: hostName.optional(),
  /** Domain that test mails come back to; the bounce domain where it is left out. */
  INBOUND_CHECK_DOMAIN: hostName.optional(),
  INBOUND_ADDRESS_KEYS: keyRing.optional(),
  INBOUND_ADDRESS_DAYS: wholeNumber(1, 365).default(30),
};

/** Read by the process that listens for mail that comes back: a worker, where a port is given, or one of its own. */
export const listenerVariables = {
  INBOUND_HOST: text.default('127.0.0.1'),
  INBOUND_SMTP_PORT: port.optional(),
  INBOUND_LMTP_PORT: port.optional(),
  /** PEM files; STARTTLS is offered where there are some. */
  INBOUND_TLS_CERTIFICATE_FILE: text.optional(),
  INBOUND_TLS_KEY_FILE: text.optional(),
  /** A stored mail is one document, which MongoDB bounds to 16 MB. */
  INBOUND_MAX_BYTES: wholeNumber(65_536, 15_000_000).default(10_485_760),
  INBOUND_MAX_CONNECTIONS: wholeNumber(1, 10_000).default(200),
  INBOUND_MAILS_PER_MINUTE: wholeNumber(1).default(300),
};

const { LOG_LEVEL, MONGODB_URI, MONGODB_DATABASE, PAYLOAD_KEYS, ...others } = sharedVariables;
const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_TASK_QUEUE, TEMPORAL_TLS, TEMPORAL_API_KEY } = others;

/** Read by a listener that runs alone. It opens no password, and so has no key for them. */
export const inboundVariables = {
  LOG_LEVEL,
  MONGODB_URI,
  MONGODB_DATABASE,
  PAYLOAD_KEYS,
  TEMPORAL_ADDRESS,
  TEMPORAL_NAMESPACE,
  TEMPORAL_TASK_QUEUE,
  TEMPORAL_TLS,
  TEMPORAL_API_KEY,
  SMTP_EHLO_NAME: ehloName(),
  ...returnAddressVariables,
  ...listenerVariables,
  INBOUND_BOUNCE_DOMAIN: hostName,
  INBOUND_ADDRESS_KEYS: keyRing,
  INBOUND_METRICS_HOST: text.default('127.0.0.1'),
  INBOUND_METRICS_PORT: port.default(9466),
};

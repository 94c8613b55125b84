import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';

import { pino } from 'pino';
import { Registry } from 'prom-client';

import { CodecPayloadDesk } from '../../adapters/crypto/codec-payload-desk';
import { KeyRing } from '../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../adapters/crypto/payload-codec';
import { HmacConfirmationLinks } from '../../adapters/crypto/hmac-confirmation-links';
import { HmacUnsubscribeLinks } from '../../adapters/crypto/hmac-unsubscribe-links';
import { OidcAccessTokenVerifier } from '../../adapters/oidc/access-token-verifier';
import { ApiMetrics } from '../../api/api-metrics';
import { createApp } from '../../api/app';
import type { ApiDependencies, ApiSettings } from '../../api/dependencies';
import { DispatcherAlarm } from '../../api/dispatcher-alarm';
import { expressMessages } from '../../api/express-messages';
import { StreamSlots } from '../../api/events/stream-slots';
import { SessionCookies } from '../../api/sessions/session-cookies';
import type { KeyUse } from '../../activities/ports/key-usage';
import type { Role } from '../../domain/actor';
import { FakeAttachmentIntake } from './fakes/fake-attachments';
import { FakeAnnouncer, FakeWebhookSecrets, FakeWebhookStore } from './fakes/fake-announcements';
import { FakeEventFeed } from './fakes/fake-event-feed';
import { FakeLifecycle } from './fakes/fake-lifecycle';
import { FakeJobs } from './fakes/fake-jobs';
import { FakeReconciliation } from './fakes/fake-reconciliation';
import { FakeStatistics } from './fakes/fake-statistics';
import { FakeReviewPresence } from './fakes/fake-review-presence';
import { NoDashboardSessions } from './fakes/no-dashboard-sessions';
import {
  FakeBrandingStore,
  FakeCheckReportStore,
  FakeCredentialDepositor,
  FakeDispatcherWaker,
  RecordingMailComposer,
  FakeMailDesk,
  FakeOutboxIntake,
  FakeCheckAllowance,
} from './fakes/fake-stores';
import {
  FakeInboundMails,
  FakeInboundRefusals,
  FakeSuppressionList,
  FakeUndeliverableStore,
} from './fakes/fake-undeliverables';
import { FakeTokenIssuer, testAudience } from './fakes/fake-token-issuer';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; empty where it is not JSON. */
  readonly body: Json;
}

export type Json = Readonly<Record<string, unknown>>;

export interface RequestOptions {
  readonly token?: string | null;
  readonly as?: Role;
  readonly key?: string | null;
  readonly body?: unknown;
  readonly rawBody?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The organization that the org-admin of these tests is bound to. */
export const ownOrganization = 'org-1';

/** The API listening on a free port, with fakes behind its ports and a real token issuer. */
export class ApiUnderTest {
  readonly lifecycle = new FakeLifecycle();
  readonly credentials = new FakeCredentialDepositor();
  readonly reports = new FakeCheckReportStore();
  readonly branding = new FakeBrandingStore();
  readonly checkAllowance = new FakeCheckAllowance();
  readonly reviewPresence = new FakeReviewPresence();
  readonly composer = new RecordingMailComposer();
  readonly attachments = new FakeAttachmentIntake();
  readonly outbox = new FakeOutboxIntake();
  readonly undeliverables = new FakeUndeliverableStore();
  readonly suppressions = new FakeSuppressionList();
  readonly jobs = new FakeJobs();
  readonly inboundMails = new FakeInboundMails(this.jobs);
  readonly inboundRefusals = new FakeInboundRefusals();
  readonly confirmationLinks = new HmacConfirmationLinks({
    key: Buffer.alloc(32, 7),
    codes: { codeFor: () => this.lifecycle.confirmationCode },
    publicUrl: usualSettings.publicUrl,
    validDays: 7,
  });
  readonly unsubscribeLinks = new HmacUnsubscribeLinks({
    key: Buffer.alloc(32, 7),
    publicUrl: usualSettings.publicUrl,
  });
  readonly waker = new FakeDispatcherWaker();
  readonly webhooks = new FakeWebhookStore();
  readonly organizationWebhooks = new FakeWebhookStore();
  readonly webhookSecrets = new FakeWebhookSecrets();
  readonly announcer = new FakeAnnouncer();
  readonly reconciliation = new FakeReconciliation(this.jobs);
  readonly statistics = new FakeStatistics();
  readonly payloadCodec = new EncryptingPayloadCodec(new KeyRing([{ id: 'test', key: randomBytes(32) }]));
  readonly streams = new StreamSlots({ perCaller: 2, perProcess: 20 });
  readonly registry = new Registry();
  /** What the API has seen of the keys of stored secrets. */
  readonly storedSecretKeys: KeyUse[] = [];
  readonly logLines: string[] = [];
  /** How far the API's clock is ahead of the machine's. */
  aheadMs = 0;
  readonly issuer: FakeTokenIssuer;
  readonly alarm: DispatcherAlarm;
  readonly #server: Server;
  #lastKey = 0;

  private constructor(issuer: FakeTokenIssuer, settings: Partial<ApiSettings>, replaced: Partial<ApiDependencies>) {
    this.issuer = issuer;
    const logger = pino({ level: 'trace' }, this.#logStream());
    this.alarm = new DispatcherAlarm(this.waker, this.outbox, logger);
    const dependencies = { ...this.#dependencies(settings, logger), ...replaced };
    const app = createApp(dependencies);
    this.#server = createServer(expressMessages(app), app);
  }

  static async start(
    settings: Partial<ApiSettings> = {},
    replaced: Partial<ApiDependencies> = {},
    port = 0,
  ): Promise<ApiUnderTest> {
    const api = new ApiUnderTest(await FakeTokenIssuer.start(), settings, replaced);
    await new Promise<void>((resolve) => {
      api.#server.listen(port, '127.0.0.1', resolve);
    });
    return api;
  }

  /** Fails the test run if a route answered with a problem that its declaration does not name. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
    await this.issuer.stop();
    const undeclared = this.logLines.filter((line) => line.includes('does not declare'));
    if (undeclared.length > 0) throw new Error(`Undeclared problems: ${undeclared.join('')}`);
  }

  /** Every client has to connect again. */
  dropConnections(): void {
    this.#server.closeAllConnections();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get log(): string {
    return this.logLines.join('');
  }

  /** A token of somebody with one role; the org-admin is bound to `ownOrganization`. */
  async tokenFor(role: Role, subject = `the-${role}`): Promise<string> {
    const organizations = role === 'org-admin' ? [ownOrganization] : undefined;
    return this.issuer.token({ subject, roles: [role], ...(organizations ? { organizations } : {}) });
  }

  async get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.request('GET', path, options);
  }

  async post(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.request('POST', path, options);
  }

  async put(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.request('PUT', path, options);
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const headers = new Headers(options.headers);
    const token = options.as ? await this.tokenFor(options.as) : options.token;
    if (token) headers.set('authorization', `Bearer ${token}`);
    const key = options.key === undefined && method !== 'GET' ? `key-${(this.#lastKey += 1)}` : options.key;
    if (key) headers.set('idempotency-key', key);
    const body = options.rawBody ?? (options.body === undefined ? null : JSON.stringify(options.body));
    if (body !== null && !headers.has('content-type')) headers.set('content-type', 'application/json');
    const response = await fetch(this.url + path, { method, headers, body, redirect: 'manual' });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Json) : {} };
  }

  /** How an answer without an end begins; it is left then. */
  async beginning(path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const leaving = new AbortController();
    const response = await fetch(this.url + path, { headers, signal: leaving.signal });
    const isProblem = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const text = isProblem ? await response.text() : '';
    leaving.abort();
    const body = isProblem ? (JSON.parse(text) as Json) : {};
    return { status: response.status, headers: response.headers, text, body };
  }

  #dependencies(settings: Partial<ApiSettings>, logger: ApiDependencies['logger']): ApiDependencies {
    const tokens = new OidcAccessTokenVerifier({
      issuer: this.issuer.url,
      audience: testAudience,
      claims: { roles: 'roles', organizations: 'organizations', scopes: 'scope', person: 'employee' },
      cooldownMs: 0,
    });
    return {
      settings: { ...usualSettings, ...settings, issuer: this.issuer.url },
      logger,
      metrics: new ApiMetrics(this.registry, { version: '0.0.0-test', commit: null }),
      clock: () => new Date(Date.now() + this.aheadMs),
      tokens,
      sessions: new NoDashboardSessions(),
      cookies: new SessionCookies(settings.publicUrl ?? usualSettings.publicUrl),
      confirmationLinks: this.confirmationLinks,
      unsubscribeLinks: this.unsubscribeLinks,
      gateway: this.lifecycle,
      lifecycles: this.lifecycle,
      events: new FakeEventFeed(this.lifecycle),
      streams: this.streams,
      auditArchive: this.lifecycle,
      auditSearch: this.lifecycle,
      webhooks: this.webhooks,
      organizationWebhooks: this.organizationWebhooks,
      webhookSecrets: this.webhookSecrets,
      announcer: this.announcer,
      reports: this.reports,
      credentials: this.credentials,
      checkAllowance: this.checkAllowance,
      reviewPresence: this.reviewPresence,
      branding: this.branding,
      composer: this.composer,
      attachments: this.attachments,
      outbox: this.outbox,
      desk: new FakeMailDesk(this.outbox),
      undeliverables: this.undeliverables,
      suppressions: this.suppressions,
      inboundMails: this.inboundMails,
      inboundRefusals: this.inboundRefusals,
      inboundReading: this.inboundMails,
      statistics: this.statistics,
      drifts: this.reconciliation,
      reconciliation: this.reconciliation,
      jobs: this.jobs,
      payloadDesk: new CodecPayloadDesk(this.payloadCodec),
      alarm: this.alarm,
      keyWatch: { seen: this.storedSecretKeys },
      readiness: {
        mongodb: async () => void (await this.lifecycle.find('')),
        temporal: async () => this.lifecycle.ping(),
        oidc: async () => tokens.ping(),
        keys: async () => undefined,
      },
    };
  }

  #logStream(): Writable {
    const { logLines } = this;
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        logLines.push(chunk.toString());
        done();
      },
    });
  }
}

const usualSettings: ApiSettings = {
  publicUrl: 'https://api.test.example',
  issuer: '',
  version: '0.0.0-test',
  messageIdDomain: 'platform.example',
  messageAgeHours: 48,
  bodyLimitBytes: 200_000,
  attachmentLimitBytes: 1_000_000,
  attachmentHours: 24,
  commit: null,
  requestsPerMinute: 10_000,
  requestsPerOrganization: 100_000,
  concurrentRequests: 100,
  requestSeconds: 30,
  trustedProxies: [],
  sessionSeconds: 36_000,
  temporalUi: { url: 'https://temporal.platform.example', namespace: 'mail' },
};

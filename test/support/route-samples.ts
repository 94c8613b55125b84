import { checklistItems } from '../../domain/review/checklist';
import type { Stage } from './organization-stages';
import { password, settings } from './organization-steps';

/** What a path names besides the organization. */
export interface ResourceIds {
  readonly messageId: string;
  readonly undeliverableId: string;
  readonly suppressionId: string;
  readonly inboundMailId: string;
  readonly jobId: string;
  readonly reportId: string;
  readonly sequence: string;
}

/** A request that a caller with the right to it gets answered as declared. */
export interface RouteSample {
  /** Where the organization has to stand; `live` where nothing is said. */
  readonly stage?: Stage;
  readonly query?: string;
  readonly body?: unknown;
  readonly rawBody?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the store of the tests has nothing to do it to: the code that says so, which only a rightful caller gets. */
  readonly conflict?: string;
}

const anyVersion = { 'if-match': '*' };
const reason = { reason: 'Agreed by phone' };
const note = { note: null };
const one = { revision: 1 };

/** As much of a PNG as tells its size. */
function picture(): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(160, 16);
  bytes.writeUInt32BE(48, 20);
  return bytes;
}

/** A mail to hand over for an organization. */
export function mailOf(organizationId: string) {
  return { organizationId, category: 'transactional', to: ['a@partner.example'], subject: 'Please sign', text: 'Here' };
}

const profile = { name: 'Customer Ltd', adminAddress: 'admin@customer.example', locale: 'en' };
const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false };
const policy = { connections: 2, mailsPerMinute: null, recipientsPerTransaction: null, deduplication: null };
const decision = { ...one, reportId: 'draft-1-1', verdict: 'approve', checklist: checklistItems };

/** One for each route that asks for a role, by operation; a new route needs one. */
export function routeSamples(organizationId: string): Readonly<Record<string, RouteSample>> {
  return {
    register: { headers: anyVersion, body: profile },
    closeOrganization: { body: reason },
    setPreferences: { headers: anyVersion, body: preferences },
    setSendingPolicy: { headers: anyVersion, body: policy },
    listOrganizations: {},
    getOrganization: {},
    getMailServer: {},
    submitSettings: { stage: 'unlocked', body: { revision: 0, settings, password } },
    rotatePassword: { body: { ...one, password } },
    unlock: { stage: 'registered', body: note },
    changeTerms: { headers: anyVersion, body: { note: 'Pilot' } },
    revoke: { body: reason },
    recheck: { stage: 'check-failed', body: one },
    confirmTestMail: { stage: 'confirming', body: { ...one, code: 'GOODC0DE' } },
    withdraw: { stage: 'confirming', body: one },
    pause: { body: reason },
    continue: { stage: 'paused', body: note },
    suspend: { body: reason },
    resume: { stage: 'suspended', body: note },
    rollBack: { stage: 'replaced', body: { revision: 2, ...reason } },
    claimReview: { stage: 'reviewing', body: one },
    releaseReview: { stage: 'claimed', body: one },
    decide: { stage: 'reviewing', body: decision },
    appeal: { stage: 'rejected', body: { ...one, comment: 'The domain is ours' } },
    getCheckReport: {},
    listCheckReports: {},
    listProviderPresets: {},
    listReviews: {},
    getReview: { stage: 'reviewing' },
    noteReviewPresence: { stage: 'reviewing' },
    listReadyReasons: {},
    listAuditTrail: {},
    searchAuditTrails: { query: '?outcome=accepted&sort=at' },
    exportAuditTrail: {},
    exportAllAuditTrails: {},
    streamOrganizationEvents: {},
    streamLifecycleChanges: {},
    listWebhookDeliveries: {},
    replayWebhook: {},
    listOwnWebhookDeliveries: {},
    replayOwnWebhook: {},
    getWebhookEndpoint: { stage: 'informed' },
    setWebhookEndpoint: { headers: anyVersion, body: { url: 'https://hooks.customer.example/mail' } },
    rotateWebhookSecret: { stage: 'informed', body: { keepHours: 0 } },
    removeWebhookEndpoint: { stage: 'informed', body: { reason: null } },
    getOrganizationStatistics: {},
    getStatistics: {},
    putLogo: { headers: { ...anyVersion, 'content-type': 'image/png' }, rawBody: picture() },
    getLogo: {},
    uploadAttachment: { headers: { 'content-type': 'application/pdf' }, rawBody: Buffer.from('%PDF') },
    sendMessage: { body: mailOf(organizationId) },
    sendMessages: { body: { messages: [{ ...mailOf(organizationId), idempotencyKey: `batch-${organizationId}` }] } },
    getMessage: {},
    listMessages: {},
    listUndeliverables: {},
    getUndeliverable: {},
    listSuppressions: {},
    getSuppression: {},
    addSuppression: { body: { address: 'new@partner.example', note: 'Asked for' } },
    removeSuppression: { headers: anyVersion, body: { note: 'Is back' } },
    listInboundMails: {},
    getInboundMail: {},
    getRawInboundMail: {},
    readInboundMailAgain: {},
    readUnparseableMailsAgain: {},
    listInboundRefusals: {},
    getMessageHistory: {},
    listMessagesNeedingAttention: { query: '?state=held' },
    cancelMessage: { conflict: 'MESSAGE_ENDED' },
    resendMessage: { conflict: 'NOTHING_TO_RESEND' },
    resolveHeldMessage: { body: { resolution: 'sent', ...reason }, conflict: 'MESSAGE_NOT_HELD' },
    listProjectionDrift: {},
    getReconciliation: {},
    reconcile: { body: { organizationId } },
    getJob: {},
    getWorkflows: {},
    decodePayloads: { body: { payloads: [] } },
    encodePayloads: { body: { payloads: [] } },
    reviveLifecycle: { body: reason, conflict: 'LIFECYCLE_RUNNING' },
  };
}

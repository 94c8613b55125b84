import type { AnnouncementActivityDeps } from '../activities/announcement-activities';
import { DnsHostResolver } from '../adapters/dns/host-resolver';
import type { MongoWebhookStore } from '../adapters/mongo/mongo-webhook-store';
import { HttpWebhookSender, portOf } from '../adapters/webhooks/http-webhook-sender';
import type { WorkerConfig } from '../config/env';
import { createEgressPolicy } from '../domain/egress-policy';

type Configured = Pick<AnnouncementActivityDeps, 'mailboxes' | 'staffLocale' | 'webhooks'>;

const dnsTimeoutMs = 5_000;
const webhookTimeoutMs = 15_000;

/** Who is told of what happens, and where the product's backend listens, as the configuration says. */
export function announcementSettings(config: WorkerConfig, store: MongoWebhookStore): Configured {
  return {
    mailboxes: {
      sales: config.NOTIFY_SALES_ADDRESS ?? null,
      reviewers: config.NOTIFY_REVIEWERS_ADDRESS ?? null,
      ops: config.NOTIFY_OPS_ADDRESS ?? null,
    },
    staffLocale: config.NOTIFY_LOCALE,
    webhooks: webhooksOf(config, store),
  };
}

function webhooksOf(config: WorkerConfig, store: MongoWebhookStore): Configured['webhooks'] {
  const { WEBHOOK_URL: url, WEBHOOK_SECRETS: secrets, WEBHOOK_ALLOWED_NETWORKS: networks } = config;
  if (url === undefined || secrets === undefined) return null;
  const sender = new HttpWebhookSender({
    endpoint: { url, secrets },
    policy: createEgressPolicy([portOf(new URL(url))], networks),
    // Where networks are opened, a name that only this machine knows may lead into one of them.
    resolver: new DnsHostResolver({ timeoutMs: dnsTimeoutMs, localNames: networks.length > 0 }),
    timeoutMs: webhookTimeoutMs,
  });
  return { store, sender };
}

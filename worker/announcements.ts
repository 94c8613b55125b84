import type { AnnouncementActivityDeps } from '../activities/announcement-activities';
import { wantedByOrganization, type WebhookChannel } from '../activities/webhook-channel';
import { DnsHostResolver } from '../adapters/dns/host-resolver';
import type { MongoWebhookStore } from '../adapters/mongo/mongo-webhook-store';
import { HttpWebhookSender } from '../adapters/webhooks/http-webhook-sender';
import { OrganizationWebhookSender } from '../adapters/webhooks/organization-webhook-sender';
import { WebhookPost, portOf } from '../adapters/webhooks/webhook-post';
import type { WorkerConfig } from '../config/env';
import { createEgressPolicy } from '../domain/egress-policy';
import type { WorkerAdapters } from './adapters';

type Configured = Pick<AnnouncementActivityDeps, 'mailboxes' | 'staffLocale' | 'webhooks'>;
type Stores = Pick<WorkerAdapters, 'webhooks' | 'organizationWebhooks' | 'lifecycles' | 'vault' | 'authorities'>;

const dnsTimeoutMs = 5_000;
const webhookTimeoutMs = 15_000;

/** Who is told of what happens, and where the product's backend and the organizations listen, as the configuration says. */
export function announcementSettings(config: WorkerConfig, adapters: Stores): Configured {
  const backend = backendChannel(config, adapters.webhooks, adapters.authorities);
  return {
    mailboxes: {
      sales: config.NOTIFY_SALES_ADDRESS ?? null,
      reviewers: config.NOTIFY_REVIEWERS_ADDRESS ?? null,
      ops: config.NOTIFY_OPS_ADDRESS ?? null,
    },
    staffLocale: config.NOTIFY_LOCALE,
    webhooks: [...(backend ? [backend] : []), organizationChannel(config, adapters)],
  };
}

function backendChannel(
  config: WorkerConfig,
  store: MongoWebhookStore,
  authorities: readonly string[],
): WebhookChannel | null {
  const { WEBHOOK_URL: url, WEBHOOK_SECRETS: secrets, WEBHOOK_ALLOWED_NETWORKS: networks } = config;
  if (url === undefined || secrets === undefined) return null;
  const sender = new HttpWebhookSender({
    endpoint: { url, secrets },
    ...wayTo([portOf(new URL(url))], networks, authorities),
  });
  return { store, sender, wants: () => true };
}

/** Customers name these addresses, so that they are bounded as their mail servers are. */
function organizationChannel(config: WorkerConfig, adapters: Stores): WebhookChannel {
  const { EGRESS_ALLOWED_WEBHOOK_PORTS: ports, EGRESS_ALLOWED_NETWORKS: networks } = config;
  const post = new WebhookPost(wayTo(ports, networks, adapters.authorities));
  const sender = new OrganizationWebhookSender(adapters.lifecycles, adapters.vault, post);
  return { store: adapters.organizationWebhooks, sender, wants: wantedByOrganization };
}

function wayTo(ports: readonly number[], networks: readonly string[], authorities: readonly string[]) {
  return {
    policy: createEgressPolicy(ports, networks),
    // Where networks are opened, a name that only this machine knows may lead into one of them.
    resolver: new DnsHostResolver({ timeoutMs: dnsTimeoutMs, localNames: networks.length > 0 }),
    timeoutMs: webhookTimeoutMs,
    authorities,
  };
}

import type { SendingNews } from '../domain/sending-news';
import { deliverRound } from './delivery-round';
import { heartbeating } from './heartbeat';
import type { AttachmentReader } from './ports/attachment-store';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleReader } from './ports/lifecycle-store';
import type { MailArrivals } from './ports/mail-arrivals';
import type { MailComposer } from './ports/mail-composer';
import type { MailTransport } from './ports/mail-transport';
import type { ReturnAddresses } from './ports/return-addresses';
import type { OutboxLedger, OwedNotice } from './ports/outbox';
import type { SuppressionCheck } from './ports/suppression-list';
import { SendingPace } from './sending-pace';
import { wakeDispatchers } from './sweep-outbox';

export interface DeliveryActivityDeps {
  readonly lifecycles: LifecycleReader;
  readonly outbox: OutboxLedger;
  readonly composer: MailComposer;
  readonly attachments: AttachmentReader;
  readonly transport: MailTransport;
  /** Null where there is no domain for tracked return paths. */
  readonly returnAddresses: ReturnAddresses | null;
  readonly dispatcher: DispatcherWaker;
  /** Whom the organization's mail is not sent to; asked about every mail. Default: nobody is kept back. */
  readonly suppressions?: SuppressionCheck;
  readonly platformSender: { readonly name: string; readonly address: string };
  /** From how many owed notices on they are collected into a digest. Default: never. */
  readonly digestFrom?: number;
  /** How long a mail waits after its first attempt in vain, in milliseconds. Default a minute. */
  readonly retryMs?: number;
  /** How long a server rests at least that could not be reached, or asked for less, in milliseconds. Default half a minute. */
  readonly restMs?: number;
  /** How long a round claims mail, in milliseconds. Default two minutes. */
  readonly roundMs?: number;
  /** How long a round that has nothing to do waits for more mail, in milliseconds. Default none. */
  readonly lingerMs?: number;
  /** True when this process is about to end: no new mail is begun. */
  readonly isStopping?: () => boolean;
  /** Tells a waiting round that mail has come. */
  readonly arrivals?: MailArrivals;
}

/** What a round of sending did, and what is left to do. */
export interface DeliveryRound extends SendingNews {
  readonly handled: number;
  readonly hasMore: boolean;
  readonly nextDueAt: string | null;
  readonly owedNotices: readonly OwedNotice[];
  /** From how many owed notices on they are collected; missing in rounds from before there were digests. */
  readonly digestFrom?: number;
}

export type DeliveryActivities = ReturnType<typeof createDeliveryActivities>;

/** `pace` is shared by everybody in the process who sends. */
export function createDeliveryActivities(deps: DeliveryActivityDeps, pace = new SendingPace()) {
  return {
    deliverDueMail({ organizationId }: { organizationId: string }): Promise<DeliveryRound> {
      return heartbeating((context) => deliverRound(deps, pace, organizationId, context));
    },
    wakeDispatchersWithWork(): Promise<void> {
      return heartbeating((context) => wakeDispatchers(deps, context));
    },
  };
}

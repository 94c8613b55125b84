import type { CheckCode } from '../domain/check-report';
import { deliverRound } from './delivery-round';
import { heartbeating } from './heartbeat';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleReader } from './ports/lifecycle-store';
import type { MailComposer } from './ports/mail-composer';
import type { MailTransport } from './ports/mail-transport';
import type { OutboxLedger, OwedNotice } from './ports/outbox';
import { wakeDispatchers } from './sweep-outbox';

export interface DeliveryActivityDeps {
  readonly lifecycles: LifecycleReader;
  readonly outbox: OutboxLedger;
  readonly composer: MailComposer;
  readonly transport: MailTransport;
  readonly dispatcher: DispatcherWaker;
  readonly platformSender: { readonly name: string; readonly address: string };
  /** How long a round claims mail, in milliseconds. Default two minutes. */
  readonly roundMs?: number;
}

/** What a round of sending did, and what is left to do. */
export interface DeliveryRound {
  readonly handled: number;
  readonly hasMore: boolean;
  readonly nextDueAt: string | null;
  readonly owedNotices: readonly OwedNotice[];
  /** The live server cannot be used with this credential until the customer mends something; `code` is a check code. */
  readonly customerTrouble: {
    readonly revision: number;
    readonly credentialId: string;
    readonly code: CheckCode;
  } | null;
}

export type DeliveryActivities = ReturnType<typeof createDeliveryActivities>;

export function createDeliveryActivities(deps: DeliveryActivityDeps) {
  return {
    deliverDueMail({ organizationId }: { organizationId: string }): Promise<DeliveryRound> {
      return heartbeating((context) => deliverRound(deps, organizationId, context));
    },
    wakeDispatchersWithWork(): Promise<void> {
      return heartbeating((context) => wakeDispatchers(deps, context));
    },
  };
}

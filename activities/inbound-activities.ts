import type { ListPlace } from '../domain/list-order';
import { heartbeating } from './heartbeat';
import type { InboundMailReader, InboundMailRouter } from './ports/inbound-mail-store';
import { routeReceivedMail, type ReceivedMailDeps, type ReceivedMailResult } from './route-received-mail';
import { routeLeftBehind } from './sweep-inbound-mail';

export interface InboundActivityDeps extends ReceivedMailDeps {
  readonly inboundMails: ReceivedMailDeps['inboundMails'] & InboundMailReader;
  readonly inboundRouter: InboundMailRouter;
}

export type InboundActivities = ReturnType<typeof createInboundActivities>;

interface ReceivedMail {
  readonly inboundMailId: string;
}

/** Ids of a page of mails, and where the next page begins; null on the last one. */
interface InboundMailPage {
  readonly inboundMailIds: readonly string[];
  readonly nextBefore: string | null;
}

/** What is done with mail that came in from outside. */
export function createInboundActivities(deps: InboundActivityDeps) {
  return {
    /** Settles a received mail. One that is unknown or settled already is left as it is. */
    routeReceivedMail({ inboundMailId }: ReceivedMail): Promise<ReceivedMailResult> {
      return routeReceivedMail(deps, inboundMailId);
    },
    reopenReceivedMail({ inboundMailId }: ReceivedMail): Promise<void> {
      return deps.inboundMails.reopen(inboundMailId);
    },
    async listUnparseable({ limit, before }: { limit: number; before: string | null }): Promise<InboundMailPage> {
      const found = await deps.inboundMails.list({ class: 'unparseable' }, { limit, after: placeFrom(before) });
      const last = found.at(-1);
      const nextBefore = found.length < limit || last === undefined ? null : `${last.receivedAt} ${last.id}`;
      return { inboundMailIds: found.map(({ id }) => id), nextBefore };
    },
    routeLeftBehind(): Promise<void> {
      return heartbeating((context) => routeLeftBehind(deps, context));
    },
  };
}

/** The place that a page before told; from the beginning on where it is not one. */
function placeFrom(before: string | null): ListPlace | null {
  const [value = '', id = ''] = before?.split(' ') ?? [];
  return Number.isNaN(Date.parse(value)) ? null : { value, id };
}

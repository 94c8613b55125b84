import { heartbeating } from './heartbeat';
import type { InboundMailLedger, InboundMailRouter } from './ports/inbound-mail-store';
import { routeLeftBehind } from './sweep-inbound-mail';

export interface InboundActivityDeps {
  readonly inboundMails: InboundMailLedger;
  readonly inboundRouter: InboundMailRouter;
}

export type InboundActivities = ReturnType<typeof createInboundActivities>;

/** What is done with mail that came in from outside. */
export function createInboundActivities(deps: InboundActivityDeps) {
  return {
    /** Settles a received mail. One that is unknown or settled already is left as it is. */
    async routeReceivedMail({ inboundMailId }: { inboundMailId: string }): Promise<void> {
      const mail = await deps.inboundMails.find(inboundMailId);
      if (mail?.state !== 'stored') return;
      const at = new Date().toISOString();
      await deps.inboundMails.settle(mail.id, { outcome: 'kept', class: mail.class, at });
    },
    routeLeftBehind(): Promise<void> {
      return heartbeating((context) => routeLeftBehind(deps, context));
    },
  };
}

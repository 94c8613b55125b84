import { inbound, undeliverable } from './activity-proxies';
import type { UndeliverableInput } from './contract';

/**
 * Tells the right person that one mail did not reach one recipient (rule 6): the notice goes into the outbox as a mail of
 * its own, so that it is delivered as carefully as any other. What came in from outside is read and correlated first.
 */
export async function routeUndeliverable(input: UndeliverableInput): Promise<void> {
  if ('inboundMailId' in input) await inbound.routeReceivedMail(input);
  else await undeliverable.writeNotice(input);
}

import { undeliverable } from './activity-proxies';
import type { UndeliverableInput } from './contract';

/**
 * Tells the right person that one mail did not reach one recipient (rule 6): the notice goes into the outbox as a mail of
 * its own, so that it is delivered as carefully as any other.
 */
export async function routeUndeliverable(input: UndeliverableInput): Promise<void> {
  await undeliverable.writeNotice(input);
}

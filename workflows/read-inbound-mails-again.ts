import { continueAsNew, setCurrentDetails } from '@temporalio/workflow';

import { inbound } from './activity-proxies';
import type { ReadAgainInput } from './contract';
import { routeUndeliverable } from './route-undeliverable';

const batch = 50;

/** Reads settled mails once more, after the rules have become better. What is understood now is routed like a new mail. */
export async function readInboundMailsAgain(input: ReadAgainInput): Promise<void> {
  const { inboundMailIds: ids, nextBefore } = await nextBatch(input);
  for (const inboundMailId of ids) {
    await inbound.reopenReceivedMail({ inboundMailId });
    await routeUndeliverable({ inboundMailId });
  }
  setCurrentDetails(`Read again: ${ids.length} mails`);
  if (nextBefore !== null) await continueAsNew<typeof readInboundMailsAgain>({ ...input, before: nextBefore });
}

async function nextBatch({ inboundMailIds, before }: ReadAgainInput) {
  if (inboundMailIds !== null) return { inboundMailIds, nextBefore: null };
  return await inbound.listUnparseable({ limit: batch, before: before ?? null });
}

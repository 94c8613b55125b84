import { continueAsNew, setCurrentDetails } from '@temporalio/workflow';

import type { ReadingCounts } from '../domain/job';
import { inbound } from './activity-proxies';
import type { ReadAgainInput } from './contract';
import { routeUndeliverable } from './route-undeliverable';

const batch = 50;

/**
 * Reads settled mails once more, after the rules have become better. What is understood now is routed like a new mail. Returns
 * how many were read.
 */
export async function readInboundMailsAgain(input: ReadAgainInput): Promise<ReadingCounts> {
  const { inboundMailIds: ids, nextBefore } = await nextBatch(input);
  for (const inboundMailId of ids) {
    await inbound.reopenReceivedMail({ inboundMailId });
    await routeUndeliverable({ inboundMailId });
  }
  const read = (input.readBefore ?? 0) + ids.length;
  setCurrentDetails(`Read again: ${read} mails`);
  if (nextBefore !== null) {
    await continueAsNew<typeof readInboundMailsAgain>({ ...input, before: nextBefore, readBefore: read });
  }
  return { read };
}

async function nextBatch({ inboundMailIds, before }: ReadAgainInput) {
  if (inboundMailIds !== null) return { inboundMailIds, nextBefore: null };
  return await inbound.listUnparseable({ limit: batch, before: before ?? null });
}

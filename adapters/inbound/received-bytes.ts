import type { Readable } from 'node:stream';

import type { ByteBudget } from './byte-budget';
import { answers } from './smtp-answer';

/**
 * The bytes of a mail in transfer, in a bounded amount of memory. What is too much is read to its end and forgotten, as
 * the protocol has no way to stop a client within DATA. Throws SmtpAnswer (552, 452), and what the stream fails with.
 */
export async function receivedBytes(stream: Readable, maxBytes: number, budget: ByteBudget): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let kept = 0;
  let refusal: Error | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (refusal) continue;
      if (kept + chunk.length > maxBytes) refusal = answers.tooLarge();
      else if (!budget.take(chunk.length)) refusal = answers.noSpace();
      if (refusal) {
        budget.giveBack(kept);
        kept = 0;
        chunks.length = 0;
        continue;
      }
      kept += chunk.length;
      chunks.push(chunk);
    }
    if (refusal) throw refusal;
    return Buffer.concat(chunks, kept);
  } finally {
    budget.giveBack(kept);
  }
}

import { Queue } from 'bullmq';
import { queueName, storeArguments } from './bullmq-backend.mjs';
import { serveFront } from './http-front.mjs';
import { runProgram } from './program.mjs';

runProgram(async ({ store }) => {
  const queue = new Queue(queueName, ...storeArguments(store));
  await queue.waitUntilReady();
  const options = { attempts: 3, backoff: { type: 'exponential', delay: 1000 }, removeOnComplete: true };
  return await serveFront((mail) => queue.add('mail', mail, options));
});

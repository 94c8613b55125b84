import { Worker } from 'bullmq';
import { queueName, storeArguments } from './bullmq-backend.mjs';
import { createMailer } from './mailer.mjs';
import { runProgram } from './program.mjs';

runProgram(async ({ store, smtp, concurrency }) => {
  const send = createMailer(smtp);
  const [options, ...backend] = storeArguments(store, { concurrency });
  const worker = new Worker(queueName, async ({ data }) => void (await send(data)), options, ...backend);
  worker.on('error', (error) => process.stderr.write(`${error}\n`));
  await worker.waitUntilReady();
});

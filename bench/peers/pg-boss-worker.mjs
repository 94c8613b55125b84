import { createMailer } from './mailer.mjs';
import { queueName, startBoss } from './pg-boss-queue.mjs';
import { runProgram } from './program.mjs';

runProgram(async ({ store, smtp, concurrency }) => {
  const send = createMailer(smtp);
  const boss = await startBoss(store);
  // A job that fails fails its whole batch, so that each is settled for itself, and only the batch is waited for.
  const settle = async ({ id, data }) => {
    try {
      await send(data);
    } catch (error) {
      await boss.fail(queueName, id, { message: String(error) });
    }
  };
  const options = { batchSize: concurrency * 10, pollingIntervalSeconds: 0.5 };
  await boss.work(queueName, options, async (jobs) => void (await Promise.all(jobs.map(settle))));
});

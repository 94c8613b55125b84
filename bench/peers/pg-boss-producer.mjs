import { serveFront } from './http-front.mjs';
import { queueName, startBoss } from './pg-boss-queue.mjs';
import { runProgram } from './program.mjs';

runProgram(async ({ store }) => {
  const boss = await startBoss(store);
  return await serveFront((mail) => boss.send(queueName, mail, { retryLimit: 3, retryBackoff: true }));
});

import PgBoss from 'pg-boss';

export const queueName = 'mails';

export async function startBoss({ url }) {
  const boss = new PgBoss(url);
  boss.on('error', (error) => process.stderr.write(`${error}\n`));
  await boss.start();
  await boss.createQueue(queueName);
  return boss;
}

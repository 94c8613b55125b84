import { setTimeout as pause } from 'node:timers/promises';

import { OperationsUnderWay } from '../../../adapters/mongo/operations-under-way';

const unavailable = { code: 'STORE_UNAVAILABLE' };
const forever = async (): Promise<never> => await new Promise<never>(() => undefined);

describe('operations under way', () => {
  it('end as they do', async () => {
    const operations = new OperationsUnderWay(60_000);
    await expect(operations.run(async () => await Promise.resolve('done'))).resolves.toBe('done');
    await expect(operations.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('are given up after their time, as a store that is away', async () => {
    const operations = new OperationsUnderWay(5);
    await expect(operations.run(forever)).rejects.toMatchObject(unavailable);
  });

  it('are all given up at once, but for those that begin later', async () => {
    const operations = new OperationsUnderWay(60_000);
    const hanging = [operations.run(forever), operations.run(forever)];
    operations.giveUpAll();
    const later = operations.run(async () => await pause(5, 'began later'));
    for (const operation of hanging) await expect(operation).rejects.toMatchObject(unavailable);
    await expect(later).resolves.toBe('began later');
  });
});

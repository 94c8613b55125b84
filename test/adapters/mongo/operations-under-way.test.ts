import { setTimeout as pause } from 'node:timers/promises';

import { OperationsUnderWay } from '../../../adapters/mongo/operations-under-way';

const forever = async (): Promise<never> => await new Promise<never>(() => undefined);

describe('operations under way', () => {
  it('end as they do', async () => {
    const operations = new OperationsUnderWay();
    await expect(operations.run(async () => await Promise.resolve('done'))).resolves.toBe('done');
    await expect(operations.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('are given up where they have no end, as a store that is away', async () => {
    const operations = new OperationsUnderWay();
    const hanging = operations.run(forever);
    operations.giveUpAfter(5);
    await expect(hanging).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('are left alone where they began later, or end in time', async () => {
    const operations = new OperationsUnderWay();
    const slow = operations.run(async () => await pause(5, 'in time'));
    operations.giveUpAfter(200);
    const later = operations.run(async () => await pause(300, 'began later'));
    await expect(slow).resolves.toBe('in time');
    await expect(later).resolves.toBe('began later');
  });
});

import { freePort } from '../../dev/support/ports';

const chosen = async (share: string | undefined): Promise<number[]> =>
  await Promise.all(Array.from({ length: 50 }, async () => await freePort({ EMBEDDED_PORT_SHARE: share })));

describe('ports of the loopback address', () => {
  it('are chosen from the own share alone, so that stacks that start side by side never meet', async () => {
    const [first, second] = [await chosen('1'), await chosen('2')];
    expect(Math.max(...first)).toBeLessThan(Math.min(...second));
    expect(Math.max(...second)).toBeLessThan(Math.min(...(await chosen('3'))));
  });

  it('are all there for a process without a share, below those of outgoing connections', async () => {
    for (const port of await chosen(undefined)) {
      expect(port).toBeGreaterThanOrEqual(20_000);
      expect(port).toBeLessThan(30_000);
    }
  });

  it('are given from the beginning again to an eleventh', async () => {
    for (const port of await chosen('11')) expect(port).toBeLessThan(21_000);
  });

  it('are refused for a share that is no number', async () => {
    await expect(chosen('some')).rejects.toThrow('EMBEDDED_PORT_SHARE: "some" is not a number from 1 on');
  });
});

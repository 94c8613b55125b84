import { inboundReport, type MeasuredHabit } from '../../bench/inbound/report';

const machine = { cpu: 'test', cores: 2, memoryGb: 8, system: 'Linux', loadAverage: 0 };
const about = {
  machine,
  connections: 20,
  bouncesPerRound: 100,
  lost: 0,
  settling: { perMinute: 1_234.5, workerCpuPerThousand: 4, storesCpuPerThousand: 12.34 },
};

const habit = (...seconds: number[]): MeasuredHabit => ({
  name: 'one bounce each',
  rounds: seconds.map((each) => ({ stored: 100, seconds: each, latenciesMs: Array.from({ length: 100 }, () => 5) })),
  listenerCpuSeconds: 0.2 * seconds.length,
  storesCpuSeconds: 0.1 * seconds.length,
});

describe('the report of the inbound bench', () => {
  it('tells bounces by the minute and CPU by the thousand', () => {
    expect(inboundReport(about, [habit(0.5, 0.4, 0.75)]).figures.habits).toMatchObject([
      {
        perMinute: { median: 12_000, lowest: expect.closeTo(8_000), highest: 15_000 },
        listenerCpuPerThousand: 2,
        storesCpuPerThousand: 1,
        reachesGoal: true,
      },
    ]);
  });

  it('says where the goal is missed, and what was lost', () => {
    const { markdown } = inboundReport({ ...about, lost: 3 }, [habit(0.7)]);
    expect(markdown).toContain('8571 (8571–8571) (goal missed)');
    expect(markdown).toContain('not in the store: 3.');
    expect(markdown).toContain('settles 1235 a minute, for 4 s of its own CPU and 12.3 s of the stores for 1,000.');
    expect(inboundReport(about, [habit(0.6)]).markdown).not.toContain('missed');
  });
});

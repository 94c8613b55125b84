import { apiReport, type MeasuredWorkload } from '../../bench/api/report';

const machine = { cpu: 'test', cores: 2, memoryGb: 8, system: 'Linux', loadAverage: 0 };
const about = { machine, connections: 16, rounds: 3, secondsPerRound: 10 };
const load = (perSecond: number) => ({ perSecond, p50Ms: 1, p99Ms: 2 });

const measured = (service: number[], bare: number[]): MeasuredWorkload => ({
  name: 'read-one',
  says: 'one document',
  service: service.map(load),
  bare: bare.map(load),
});

describe('the report of the API bench', () => {
  it('compares medians, so that one bad round decides nothing', () => {
    const { figures } = apiReport(about, [measured([70, 71, 5], [100, 101, 900])]);
    expect(figures.workloads).toMatchObject([
      { name: 'read-one', ratio: 0.693, reachesGoal: false, servicePerSecond: { median: 70, lowest: 5, highest: 71 } },
    ]);
  });

  it('says where the goal is missed', () => {
    expect(apiReport(about, [measured([69], [100])]).markdown).toContain('0.69 (goal missed)');
    expect(apiReport(about, [measured([70], [100])]).markdown).not.toContain('missed');
  });
});

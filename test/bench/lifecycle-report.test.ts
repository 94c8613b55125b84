import { lifecycleReport, type LifecycleFigures } from '../../bench/lifecycle/report';

const cpuMs = { worker: 40, temporal: 80.123, mongodb: 20 };
const commandMs = { p50: 70, p99: 95 };
const grown = (organizations: number) => ({
  organizations,
  registrationsPerSecond: 50,
  cpuMs,
  commandMs,
  held: 200,
  workerMb: 300,
});
const unfinished: LifecycleFigures = {
  machine: { cpu: 'test', cores: 2, memoryGb: 8, system: 'Linux', loadAverage: 0 },
  versions: { node: 'v20' },
  organizations: 10_000,
  activation: { organizations: 200, perSecond: 3, commandsPerSecond: 15, wholeWayMs: commandMs, cpuMs },
  growth: [grown(100), grown(1_000)],
};
const whole: LifecycleFigures = {
  ...unfinished,
  growth: [...unfinished.growth, grown(10_000)],
  queries: [{ query: 'one organization', p50Ms: 1, p99Ms: 2 }],
  year: {
    days: 365,
    checks: 365,
    endedRuns: [{ events: 4_010, bytes: 2_000_000 }],
    presentRun: { events: 900, bytes: 450_000 },
    eventsPerDay: 13.5,
    bytesPerDay: 6_700,
    runsInTenYears: 13,
  },
};

describe('the report of the lifecycle bench', () => {
  it('says what an interrupted run found out, and that the rest is missing', () => {
    const { markdown } = lifecycleReport(unfinished);
    expect(markdown).toContain('Not the whole of it');
    expect(markdown).toMatch(/\| 1000 +\| 50 +\| 40 +\| 80\.1 +\| 20 +\| 70\/95 +\| 200 of 200 +\| 300 +\|/);
    expect(markdown).not.toContain('p50 ms |');
  });

  it('holds the longest run against where the server warns', () => {
    const { markdown } = lifecycleReport(whole);
    expect(markdown).not.toContain('Not the whole of it');
    expect(markdown).toMatch(/\| longest run, events +\| 4010 +\| 10240 +\|/);
    expect(markdown).toMatch(/\| longest run, MB +\| 2 +\| 10 +\|/);
  });

  it('says where there were fewer organizations than a full run has', () => {
    const { markdown } = lifecycleReport({ ...whole, organizations: 1_000, growth: unfinished.growth });
    expect(markdown).toContain('A smaller run: 1000 organizations, not 10000');
  });
});

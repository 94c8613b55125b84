import type { Measured } from '../../bench/delivery/measured';
import { summarize, type WorkloadResult } from '../../bench/delivery/summary';
import { judgeTargets } from '../../bench/delivery/targets';

const round: Measured = {
  mailsPerSecond: 300,
  cpuSecondsPer1000: 1,
  cpuByPart: { worker: 1 },
  acceptMs: { p50: 5, p99: 20 },
  endToEndMs: { p50: 10, p99: 40 },
  rssMb: 100,
  connections: 10,
  refused: 0,
  lost: 0,
  doubled: 0,
  held: 0,
  waiting: 0,
};

function burst(peer: string, mailsPerSecond: number, cpuSecondsPer1000 = 1): WorkloadResult {
  return summarize('burst-10000', peer, [{ ...round, mailsPerSecond, cpuSecondsPer1000 }]);
}

describe('the targets of the delivery bench', () => {
  it('are ratios of what one run has measured, met at the limit', () => {
    const ratios = judgeTargets([burst('service', 450, 0.7), burst('bullmq-redis', 300)]);
    expect(ratios['throughputVersusBullmqRedis']).toMatchObject({ ratio: 1.5, isMet: true });
    expect(ratios['cpuVersusBullmqRedis']).toMatchObject({ ratio: 0.7, isMet: true });
  });

  it('compare with the best of the queues on PostgreSQL', () => {
    const ratios = judgeTargets([burst('service', 450), burst('bullmq-postgres', 200), burst('pg-boss', 300)]);
    expect(ratios['throughputVersusBestPostgresQueue']).toMatchObject({ ratio: 1.5, isMet: false });
  });

  it('are not judged where the run did not measure both sides', () => {
    expect(judgeTargets([burst('service', 450)])['throughputVersusBullmqRedis']).toMatchObject({
      ratio: null,
      isMet: null,
    });
  });
});

describe('a summary over rounds', () => {
  it('takes medians of figures, and adds up the mails that went astray', () => {
    const rounds = [
      { ...round, mailsPerSecond: 100, doubled: 2 },
      { ...round, mailsPerSecond: 300, doubled: 1 },
    ];
    expect(summarize('burst-1000', 'bullmq-redis', rounds)).toMatchObject({
      rounds: 2,
      mailsPerSecond: 200,
      mailsPerSecondSpread: { median: 200, lowest: 100, highest: 300 },
      doubled: 3,
    });
  });
});

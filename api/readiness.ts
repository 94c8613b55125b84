import type { ReadinessProbes } from './dependencies';

export type DependencyName = keyof ReadinessProbes;
export type Readiness = Readonly<Record<DependencyName, 'ready' | 'away'>>;

const patienceMs = 2_000;

/** Asks every dependency at the same time; whoever does not answer soon counts as away. */
export async function readinessOf(probes: ReadinessProbes): Promise<Readiness> {
  const [mongodb, temporal, oidc, keys] = await Promise.all([
    answers(probes.mongodb),
    answers(probes.temporal),
    answers(probes.oidc),
    answers(probes.keys),
  ]);
  return { mongodb, temporal, oidc, keys };
}

async function answers(probe: () => Promise<void>): Promise<'ready' | 'away'> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'away'>((resolve) => {
    timer = setTimeout(() => resolve('away'), patienceMs);
  });
  const answer = probe().then(
    () => 'ready' as const,
    () => 'away' as const,
  );
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

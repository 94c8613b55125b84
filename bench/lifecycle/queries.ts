import { liveOrganization, organizationInReview } from '../delivery/contenders/live-organization';
import { percentile } from '../support/statistics';
import { benchSettings } from './bench-settings';
import { timed } from './many';
import type { LifecycleService } from './service';

export interface QueryFigures {
  readonly query: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Each of them waits for readers of the projection before, so that only many at once come soon to an end. */
const atOnce = 200;
const repetitions = 200;
const page = 50;
/** One of so many organizations awaits a review. */
const inReviewEach = 20;

/** Asks what pages ask, with so many projections in the database. */
export async function measureQueries({ adapters }: LifecycleService, organizations: number): Promise<QueryFigures[]> {
  const { mongo, projector, lifecycles } = adapters;
  await mongo.connect();
  const ids = Array.from({ length: organizations }, (_, index) => `org-${String(index).padStart(6, '0')}`);
  await timed([...ids.entries()], atOnce, async ([index, organizationId]) => {
    const facts = { organizationId, settings: benchSettings(organizationId), credentialId: 'bench' };
    await projector.save(index % inReviewEach === 0 ? organizationInReview(facts) : liveOrganization(facts), []);
  });
  const middle = ids[Math.floor(organizations / 2)] ?? '';
  const [, , third] = await lifecycles.reviewQueue({ limit: 3 });
  const behind = { value: third?.draft?.since ?? null, id: third?.organizationId ?? '' };
  // Another one each time: what was just read is kept for a moment.
  const any = (turn: number): string => ids[(turn * 7_919) % organizations] ?? '';
  const queries: Readonly<Record<string, (turn: number) => Promise<unknown>>> = {
    'one organization': async (turn) => await lifecycles.find(any(turn)),
    'first page of organizations': async () => await lifecycles.list({ limit: page }),
    'page in the middle': async () => await lifecycles.list({ limit: page, after: { value: middle, id: middle } }),
    'first page of the review queue': async () => await lifecycles.reviewQueue({ limit: page }),
    'next page of the review queue': async () => await lifecycles.reviewQueue({ limit: page, after: behind }),
  };
  const figures: QueryFigures[] = [];
  for (const [query, ask] of Object.entries(queries)) {
    const turns = Array.from({ length: repetitions }, (_, turn) => turn);
    const durations = await timed(turns, 1, ask);
    figures.push({ query, p50Ms: percentile(durations, 0.5), p99Ms: percentile(durations, 0.99) });
  }
  return figures;
}

import { checkStages, type CheckStage, type CheckVerdict } from '../../../domain/check-report';

/** How far a check has come, as the event stream tells it. */
export interface Progress {
  readonly reportId: string;
  readonly stage: CheckStage | null;
  readonly results: readonly { readonly stage: CheckStage; readonly verdict: CheckVerdict }[];
}

export type StageState = CheckVerdict | 'running' | 'upcoming';

/** The way back is watched after the check, by itself. */
const shown = checkStages.filter((stage) => stage !== 'returned-mail');
const gravity: readonly CheckVerdict[] = ['fail', 'inconclusive', 'warn', 'skipped', 'pass'];

/** Every stage of a check and where it stands; of several results of a stage the gravest counts. */
export function stagesOf(
  progress: Progress | null,
): readonly { readonly stage: CheckStage; readonly state: StageState }[] {
  return shown.map((stage) => ({ stage, state: stateOf(stage, progress) }));
}

function stateOf(stage: CheckStage, progress: Progress | null): StageState {
  if (progress?.stage === stage) return 'running';
  const verdicts = (progress?.results ?? []).filter((result) => result.stage === stage).map(({ verdict }) => verdict);
  return gravity.find((verdict) => verdicts.includes(verdict)) ?? 'upcoming';
}

import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { checkVerdicts } from '../../../domain/check-report';

type Entry = Pick<components['schemas']['AuditEntry'], 'event' | 'outcome' | 'reason' | 'before' | 'after'>;

/** What came of an event, beyond its name: the decision that was taken, how a check ended, and the reason that was given. */
export function useOutcomeText(): (entry: Entry) => string | null {
  const { t } = useTranslation();
  return ({ event, outcome, reason, before, after }) => {
    const verdict = checkVerdicts.find((each) => each === reason);
    if (verdict !== undefined && verdict !== 'skipped') return t(`lifecycle.verdict.${verdict}`);
    if (event !== 'decide' || outcome === 'refused') return reason;
    const state = after.live !== before.live ? t(`lifecycle.live.${after.live}`) : t(`lifecycle.draft.${after.draft}`);
    return reason === null || reason === '' ? state : `${state}: ${reason}`;
  };
}

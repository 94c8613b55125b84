import { useTranslation } from 'react-i18next';

import { ApiProblem } from '../../../client';
import type { ErrorCode } from '../../../domain/errors';
import type { ProblemText } from '../../../domain/texts/problem-text';

export interface FailureText extends ProblemText {
  /** What our support finds the request by; null where it never arrived. */
  readonly reference: string | null;
}

/** What people read about a code of the error catalogue. */
export function useProblemText(): (code: ErrorCode) => ProblemText {
  const { t } = useTranslation('problems');
  return (code) => t(code, { returnObjects: true });
}

/** What to tell people about anything that can go wrong with a request. */
export function useFailureText(): (error: unknown) => FailureText {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    if (!(error instanceof ApiProblem)) {
      return { title: t('shared.away.title'), advice: t('shared.away.advice'), reference: null };
    }
    const isOurs = error.status >= 500;
    return { ...problemText(error.code), reference: isOurs ? error.problem.requestId : null };
  };
}

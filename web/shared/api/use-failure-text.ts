import { useTranslation } from 'react-i18next';

import { ApiProblem } from '../../../client';
import type { ProblemText } from '../../../domain/texts/problem-text';
import { problemText } from '../../../domain/texts/problem-texts';
import { useLanguage } from '../ui/use-language';

export interface FailureText extends ProblemText {
  /** What our support finds the request by; null where it never arrived. */
  readonly reference: string | null;
}

/** What to tell people about anything that can go wrong with a request. */
export function useFailureText(): (error: unknown) => FailureText {
  const { t } = useTranslation();
  const language = useLanguage();
  return (error) => {
    if (!(error instanceof ApiProblem)) {
      return { title: t('shared.away.title'), advice: t('shared.away.advice'), reference: null };
    }
    const isOurs = error.status >= 500;
    return { ...problemText(language, error.code), reference: isOurs ? error.problem.requestId : null };
  };
}

import type { ErrorCode } from '../errors';
import type { ProblemText } from './problem-text';
import { germanProblems } from './problem-texts-de';
import { englishProblems } from './problem-texts-en';

/** What people read about an error, in their language. */
export function problemText(locale: 'de' | 'en', code: ErrorCode): ProblemText {
  return (locale === 'de' ? germanProblems : englishProblems)[code];
}

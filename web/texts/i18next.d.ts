import type { ErrorCode } from '../../domain/errors';
import type { ProblemText } from '../../domain/texts/problem-text';
import type { Texts } from './texts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: {
      readonly translation: Texts;
      readonly problems: Readonly<Record<ErrorCode, ProblemText>>;
    };
  }
}

import type { ErrorCode } from '../../domain/errors';
import type { ProblemText } from '../../domain/texts/problem-text';
import type { Texts } from './texts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'frame';
    readonly resources: {
      /** Of all parts together, as a text is looked for in each of them. */
      readonly frame: Texts;
      readonly problems: Readonly<Record<ErrorCode, ProblemText>>;
    };
  }
}

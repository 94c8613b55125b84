import { sales } from './de/sales';

/** Was der Vertrieb liest. */
export const salesTexts = { sales };

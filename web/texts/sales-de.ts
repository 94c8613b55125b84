import { organizations } from './de/organizations';
import { sales } from './de/sales';

/** Was der Vertrieb liest. */
export const salesTexts = { organizations, sales };

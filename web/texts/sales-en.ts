import { organizations } from './en/organizations';
import { sales } from './en/sales';

/** What sales read. */
export const salesTexts = { organizations, sales };

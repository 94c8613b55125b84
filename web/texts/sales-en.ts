import { sales } from './en/sales';

/** What sales read. */
export const salesTexts = { sales };

import { adminTexts } from './admin-en';
import { frameTexts } from './frame-en';
import { opsTexts } from './ops-en';
import { reviewerTexts } from './reviewer-en';
import { salesTexts } from './sales-en';
import type { Texts } from './texts';

/** All of the dashboards’ own texts, by area; what codes mean stands in the service’s catalogue. */
export const en: Texts = { ...frameTexts, ...adminTexts, ...opsTexts, ...reviewerTexts, ...salesTexts };

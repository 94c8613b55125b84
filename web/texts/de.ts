import { adminTexts } from './admin-de';
import { frameTexts } from './frame-de';
import { opsTexts } from './ops-de';
import { reviewerTexts } from './reviewer-de';
import { salesTexts } from './sales-de';

/** Alle eigenen Texte der Dashboards, nach Bereichen; was Codes bedeuten, steht im Katalog des Dienstes. */
export const de = { ...frameTexts, ...adminTexts, ...opsTexts, ...reviewerTexts, ...salesTexts };

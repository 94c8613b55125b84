import { audit } from './de/audit';
import { report } from './de/report';
import { reviewer } from './de/reviewer';

/** Was Prüferinnen und Prüfer lesen. */
export const reviewerTexts = { audit, report, reviewer };

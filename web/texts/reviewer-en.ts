import { audit } from './en/audit';
import { report } from './en/report';
import { reviewer } from './en/reviewer';

/** What reviewers read. */
export const reviewerTexts = { audit, report, reviewer };

import { errorCatalogue, errorCodes } from '../domain/errors';
import { errorGuide } from './error-guide';

/** The text of docs/errors.md. */
export function errorsDocument(): string {
  const sections = errorCodes.map((code) => {
    const { status, retryable, title } = errorCatalogue[code];
    const { meaning, remedy } = errorGuide[code];
    const kind = `Status ${status}${retryable ? ', may succeed later' : ''}.`;
    return `## ${code}\n\n**${title}.** ${meaning}\n\n${remedy}\n\n${kind}\n`;
  });
  const introduction =
    'Every refusal is a problem by RFC 9457 with one of these codes. The service shows the same list under\n' +
    '`/docs/errors`. This file is made from `api/error-guide.ts`; a test compares the two.\n';
  return `# Error codes\n\n${introduction}\n${sections.join('\n')}`;
}

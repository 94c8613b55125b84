import { errorCatalogue, type ErrorCode } from '../../domain/errors';
import { errorGuide } from '../error-guide';
import { html, marked, page } from './html';

/** The page that the `type` of a problem leads to. */
export function errorPage(code: ErrorCode): string {
  const { status, retryable, title } = errorCatalogue[code];
  const { meaning, remedy } = errorGuide[code];
  return page(
    code,
    html`<p><strong>${title}.</strong> ${marked(meaning)}</p>
      <h2>What to do</h2>
      <p>${marked(remedy)}</p>
      <p class="note">Status ${status}${retryable ? ', may succeed later' : ''}</p>
      <p><a href="/docs/errors">All error codes</a></p>`,
  );
}

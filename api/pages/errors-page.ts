import { errorCatalogue, errorCodes } from '../../domain/errors';
import { errorGuide } from '../error-guide';
import { html, marked, page } from './html';

/** One entry for each code; each has a page of its own, too. */
export function errorsPage(): string {
  const entries = errorCodes.map((code) => {
    const { status, retryable, title } = errorCatalogue[code];
    const { meaning, remedy } = errorGuide[code];
    return html`<section id="${code}">
      <h2><a href="/docs/errors/${code}">${code}</a></h2>
      <p><strong>${title}.</strong> ${marked(meaning)}</p>
      <p>${marked(remedy)}</p>
      <p class="note">Status ${status}${retryable ? ', may succeed later' : ''}</p>
    </section>`;
  });
  return page('Error codes', html`${entries}`);
}

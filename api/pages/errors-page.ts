import { errorCatalogue, errorCodes } from '../../domain/errors';
import { errorGuide } from '../error-guide';
import { html, page } from './html';

/** One entry for each code; the `type` of a problem leads right to it. */
export function errorsPage(): string {
  const entries = errorCodes.map((code) => {
    const { status, retryable, title } = errorCatalogue[code];
    const { meaning, remedy } = errorGuide[code];
    return html`<section id="${code}">
      <h2>${code}</h2>
      <p><strong>${title}.</strong> ${meaning}</p>
      <p>${remedy}</p>
      <p class="note">Status ${status}${retryable ? ', may succeed later' : ''}</p>
    </section>`;
  });
  return page('Error codes', html`${entries}`);
}

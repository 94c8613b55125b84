import { loggable } from '../adapters/logging/loggable-error';
import { errorCatalogue } from '../domain/errors';
import type { Locale } from '../domain/lifecycle/state';
import { toCatalogueError } from './error-translation';
import { refusedPage } from './pages/confirmation-page';
import type { RawCall, RenderedReply } from './route';

/** Nothing but our style sheet is loaded, and forms go to ourselves alone; the address, which holds the token, to nobody. */
const pageHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
};

export interface PageVisit {
  readonly accept?: string | undefined;
  readonly log: RawCall['log'];
  /** The language of a refusal. */
  readonly locale: () => Promise<Locale>;
}

/** A page behind a link in a mail. Browsers get refusals as pages in their language; programs get problems. */
export async function pageAnswer(visit: PageVisit, render: () => Promise<string>): Promise<RenderedReply> {
  const contentType = 'text/html';
  try {
    return { body: await render(), contentType, headers: pageHeaders };
  } catch (error) {
    if (visit.accept?.includes(contentType) !== true) throw error;
    const { code } = toCatalogueError(error);
    const { status } = errorCatalogue[code];
    if (status >= 500) visit.log.error({ code, error: loggable(error) }, 'A link in a mail could not be followed');
    return { status, body: refusedPage(await visit.locale(), code), contentType, headers: pageHeaders };
  }
}

/** The organization's language; the browser's, where it is not known whose link it is or the store is away. */
export function pageLocale(known: Locale | undefined, accepted: string | undefined): Locale {
  return known ?? (/^\s*de\b/i.test(accepted ?? '') ? 'de' : 'en');
}

import type { ErrorCode } from '../../domain/errors';
import type { Locale } from '../../domain/lifecycle/state';
import { confirmationPageTexts } from '../../domain/texts/confirmation-page-texts';
import { problemText } from '../../domain/texts/problem-texts';
import { html, plainPage } from './html';

/**
 * Asks for the confirmation. Only the button confirms: mail scanners follow the links of a mail, but press no buttons. The
 * form goes to the address of the page itself, which holds the token.
 */
export function askingPage(
  locale: Locale,
  about: { readonly host: string; readonly organizationName: string },
): string {
  const texts = confirmationPageTexts[locale];
  return plainPage(
    locale,
    texts.title,
    html`<p>${texts.question(about)}</p>
      <form method="post"><button type="submit">${texts.button}</button></form>
      <p class="note">${texts.notYours}</p>`,
  );
}

export function confirmedPage(locale: Locale): string {
  const { doneTitle, done } = confirmationPageTexts[locale];
  return plainPage(locale, doneTitle, html`<p>${done}</p>`);
}

/** What is in the way, in words, with the code of the error catalogue for whoever is asked for help. */
export function refusedPage(locale: Locale, code: ErrorCode): string {
  const { title, advice } = problemText(locale, code);
  return plainPage(
    locale,
    title,
    html`<p>${advice}</p>
      <p class="note"><code>${code}</code></p>`,
  );
}

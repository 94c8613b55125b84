import type { Locale } from '../../domain/lifecycle/state';
import { unsubscribePageTexts, type UnsubscribePageText } from '../../domain/texts/unsubscribe-page-texts';
import { html, plainPage } from './html';

type About = Parameters<UnsubscribePageText['question']>[0];

/** Asks first: mail scanners follow the links of a mail, but press no buttons. */
export function unsubscribePage(locale: Locale, about: About): string {
  const texts = unsubscribePageTexts[locale];
  return plainPage(
    locale,
    texts.title,
    html`<p>${texts.question(about)}</p>
      <form method="post"><button type="submit">${texts.button}</button></form>
      <p class="note">${texts.stillComes}</p>`,
  );
}

export function unsubscribedPage(locale: Locale, about: About): string {
  const { doneTitle, done, stillComes } = unsubscribePageTexts[locale];
  return plainPage(
    locale,
    doneTitle,
    html`<p>${done(about)}</p>
      <p class="note">${stillComes}</p>`,
  );
}

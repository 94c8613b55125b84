import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { chosenLanguage, isLanguage, languages, rememberLanguage } from './languages';
import { textLoaders, textParts } from './text-loaders';

const backend = {
  type: 'backend' as const,
  init: () => undefined,
  async read(language: string, namespace: string) {
    const part = textParts.find((each) => each === namespace);
    if (!isLanguage(language) || part === undefined) throw new Error(`No texts ${namespace} in ${language}`);
    return textLoaders[part][language]();
  },
};

/**
 * Makes the texts ready that every page needs; the page names its language to assistive technology from then on. What is
 * said about errors comes behind them, before anybody needs it.
 */
export async function startTexts(): Promise<void> {
  const texts = createInstance();
  texts.on('languageChanged', (language) => {
    document.documentElement.lang = language;
    rememberLanguage(language);
  });
  await texts
    .use(backend)
    .use(initReactI18next)
    .init({
      supportedLngs: languages,
      lng: chosenLanguage(),
      fallbackLng: false,
      ns: ['frame'],
      defaultNS: 'frame',
      // Where a text is looked for that is none of the frame's; each part is there before a view that needs it.
      fallbackNS: textParts.filter((part) => part !== 'frame' && part !== 'problems'),
      interpolation: { escapeValue: false },
    });
  void texts.loadNamespaces('problems');
}

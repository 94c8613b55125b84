import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { chosenLanguage, isLanguage, languages, rememberLanguage } from './languages';

/** The texts of one language come when somebody reads it: our own, and the catalogue's about errors. */
const loaders = {
  de: {
    translation: async () => (await import('./de')).de,
    problems: async () => (await import('../../domain/texts/problem-texts-de')).germanProblems,
  },
  en: {
    translation: async () => (await import('./en')).en,
    problems: async () => (await import('../../domain/texts/problem-texts-en')).englishProblems,
  },
} as const;

const backend = {
  type: 'backend' as const,
  init: () => undefined,
  async read(language: string, namespace: string) {
    if (!isLanguage(language)) throw new Error(`No texts in ${language}`);
    return loaders[language][namespace === 'problems' ? 'problems' : 'translation']();
  },
};

/** Makes the texts ready; the page names its language to assistive technology from then on. */
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
      ns: ['translation', 'problems'],
      defaultNS: 'translation',
      interpolation: { escapeValue: false },
    });
}

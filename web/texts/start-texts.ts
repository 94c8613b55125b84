import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { de } from './de';
import { en } from './en';
import { chosenLanguage, languages, rememberLanguage } from './languages';

/** Makes the texts ready; the page names its language to assistive technology from then on. */
export function startTexts(): void {
  const texts = createInstance();
  texts.on('languageChanged', (language) => {
    document.documentElement.lang = language;
    rememberLanguage(language);
  });
  void texts.use(initReactI18next).init({
    resources: { de: { translation: de }, en: { translation: en } },
    supportedLngs: languages,
    lng: chosenLanguage(),
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
}

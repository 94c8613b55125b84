export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

const place = 'language';

export function isLanguage(text: string): text is Language {
  return languages.some((language) => language === text);
}

/** What was chosen before, else what the browser asks for; German in doubt, as most of our customers speak it. */
export function chosenLanguage(): Language {
  const wanted = [localStorage.getItem(place) ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find(isLanguage) ?? 'de';
}

export function rememberLanguage(language: string): void {
  if (isLanguage(language)) localStorage.setItem(place, language);
}

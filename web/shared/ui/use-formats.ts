import { useMemo } from 'react';

import { useLanguage } from './use-language';

/** How moments and numbers are written in the person's language and time zone. */
export interface Formats {
  readonly date: (iso: string) => string;
  readonly dateTime: (iso: string) => string;
  readonly time: (iso: string) => string;
  readonly number: (value: number) => string;
  /** Names one after the other: "A, B und C". */
  readonly list: (names: readonly string[]) => string;
  /** How far from now, in the largest unit that fits: "in 3 Tagen", "vor 5 Minuten". */
  readonly relative: (iso: string, now?: number) => string;
}

const minuteMs = 60_000;
const units = [
  ['day', 24 * 60 * minuteMs],
  ['hour', 60 * minuteMs],
  ['minute', minuteMs],
] as const;

const locales = { de: 'de-AT', en: 'en-GB' } as const;

export function useFormats(): Formats {
  const language = useLanguage();
  return useMemo(() => formatsFor(locales[language]), [language]);
}

function formatsFor(locale: string): Formats {
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    date: (iso) => date.format(new Date(iso)),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    number: (value) => number.format(value),
    list: (names) => list.format(names),
    relative(iso, now = Date.now()) {
      const away = new Date(iso).getTime() - now;
      const [unit, size] = units.find(([, ms]) => Math.abs(away) >= ms) ?? units[2];
      return relative.format(Math.round(away / size), unit);
    },
  };
}

import { useMemo } from 'react';

import { useLanguage } from '../ui/use-language';
import type { Interval } from './statistics';

const locales = { de: 'de-AT', en: 'en-GB' } as const;
const hour = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
/** Days are those of UTC. */
const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;

/** What a period is called: an hour by the person's own clock, a day by its date. */
export function usePeriodName(interval: Interval): (at: string) => string {
  const language = useLanguage();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(locales[language], interval === 'hour' ? hour : day);
    return (at) => format.format(new Date(at));
  }, [language, interval]);
}

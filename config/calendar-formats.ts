import { isTimeZone } from '../domain/review/working-calendar';
import { commaList, text, wholeNumber } from './formats';

/** How the variables of the working calendar are written. */

export const timeZone = text.refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Vienna');

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Days of the week as numbers, 0 being Sunday; at least one. */
export function weekdayList(fallback: string) {
  const expected = 'must be a list of sun, mon, tue, wed, thu, fri, sat, separated by commas';
  const list = commaList(fallback, expected, (item) => {
    const day = weekdays.indexOf(item.toLowerCase());
    return day === -1 ? undefined : day;
  });
  return list.refine((days) => days.length > 0, expected);
}

/** Dates, `2026-12-24` for one day, `12-25` for the same day of every year. */
export function holidayList(fallback: string) {
  const expected = 'must be a list of dates such as 2026-12-24, or 12-25 for every year, separated by commas';
  return commaList(fallback, expected, (item) =>
    isDate(item.length === 5 ? `2024-${item}` : item) ? item : undefined,
  );
}

/** Numbers of days before something ends, in any order; none where the list is empty. */
export function dayList(fallback: string) {
  const expected = 'must be a list of days from 1 to 365, separated by commas';
  return commaList(fallback, expected, (item) => wholeNumber(1, 365).safeParse(item).data);
}

/** A date of the calendar; 2024 stands for every year, because it has a 29th of February. */
function isDate(item: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(item)) return false;
  const moment = new Date(`${item}T00:00:00.000Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(item);
}

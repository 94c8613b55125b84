/** When people work: which days of the week (0 is Sunday), but never on holidays, by the clock of a time zone. */
export interface WorkingCalendar {
  /** IANA name, `Europe/Vienna` for instance. */
  readonly timeZone: string;
  readonly workingDays: readonly number[];
  /** `YYYY-MM-DD` for one day, `MM-DD` for the same day of every year. */
  readonly holidays: readonly string[];
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** A calendar without any working day would be searched for ever. */
const longestSearchDays = 3_660;

/** Whether the platform knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The same time of day, by the calendar's clock, the given number of working days later; across holidays, weekends and
 * changes of daylight saving time. ISO 8601 in and out. Throws RangeError where the calendar has no working days.
 */
export function addWorkingDays(from: string, days: number, calendar: WorkingCalendar): string {
  const start = Date.parse(from);
  const local = start + offsetAt(start, calendar.timeZone);
  let day = local;
  let remaining = days;
  for (let searched = 0; remaining > 0; searched += 1) {
    if (searched > longestSearchDays) throw new RangeError('The calendar has no working days');
    day += dayMs;
    if (isWorkingDay(day, calendar)) remaining -= 1;
  }
  return new Date(toInstant(day, calendar.timeZone)).toISOString();
}

/** Local times are milliseconds, as if the zone's clock were UTC. */
function isWorkingDay(local: number, { workingDays, holidays }: WorkingCalendar): boolean {
  const date = new Date(local);
  const iso = date.toISOString().slice(0, 10);
  return workingDays.includes(date.getUTCDay()) && !holidays.includes(iso) && !holidays.includes(iso.slice(5));
}

/** A local time that a change to daylight saving time skips comes out as the moment after the gap. */
function toInstant(local: number, timeZone: string): number {
  const guess = local - offsetAt(local - offsetAt(local, timeZone), timeZone);
  return guess + offsetAt(guess, timeZone) === local ? guess : local - offsetAt(local - dayMs, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / 1000) * 1000;
}

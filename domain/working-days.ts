const dayMs = 24 * 60 * 60 * 1000;
const saturday = 6;
const sunday = 0;

/** The same time of day, the given number of working days (Monday to Friday, UTC) later. ISO 8601 in and out. */
export function addWorkingDays(from: string, days: number): string {
  let at = Date.parse(from);
  for (let remaining = days; remaining > 0;) {
    at += dayMs;
    if (isWorkingDay(at)) remaining -= 1;
  }
  return new Date(at).toISOString();
}

function isWorkingDay(at: number): boolean {
  const day = new Date(at).getUTCDay();
  return day !== saturday && day !== sunday;
}

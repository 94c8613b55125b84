import fc from 'fast-check';

import { addWorkingDays, isTimeZone, type WorkingCalendar } from '../../../domain/review/working-calendar';

const vienna: WorkingCalendar = {
  timeZone: 'Europe/Vienna',
  workingDays: [1, 2, 3, 4, 5],
  holidays: ['12-25', '12-26', '2026-12-24'],
};
const utc: WorkingCalendar = { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], holidays: [] };

it.each([
  ['the next day', '2026-11-23T09:00:00.000Z', 1, '2026-11-24T09:00:00.000Z'],
  ['over a weekend', '2026-11-27T15:00:00.000Z', 1, '2026-11-30T15:00:00.000Z'],
  ['two days over a weekend', '2026-11-26T15:00:00.000Z', 2, '2026-11-30T15:00:00.000Z'],
  ['from a Sunday', '2026-11-29T15:00:00.000Z', 1, '2026-11-30T15:00:00.000Z'],
  ['over holidays of one year and of every year', '2026-12-23T10:00:00.000Z', 1, '2026-12-28T10:00:00.000Z'],
  ['over a holiday of every year alone', '2027-12-23T10:00:00.000Z', 1, '2027-12-24T10:00:00.000Z'],
  ['by the local date: Friday evening in UTC is Saturday', '2026-11-27T23:30:00.000Z', 1, '2026-11-29T23:30:00.000Z'],
  ['at the same local time when summer time ends', '2026-10-23T08:00:00.000Z', 1, '2026-10-26T09:00:00.000Z'],
  ['at the same local time when summer time begins', '2026-03-27T09:00:00.000Z', 1, '2026-03-30T08:00:00.000Z'],
  ['no day at all', '2026-11-28T09:00:00.000Z', 0, '2026-11-28T09:00:00.000Z'],
])('%s', (_what, from, days, expected) => {
  expect(addWorkingDays(from, days, vienna)).toBe(expected);
});

it('a local time that summer time skips becomes the moment after the gap', () => {
  const sundays: WorkingCalendar = { timeZone: 'Europe/Vienna', workingDays: [0], holidays: [] };
  expect(addWorkingDays('2026-03-22T01:30:00.000Z', 1, sundays)).toBe('2026-03-29T01:30:00.000Z');
});

it('never ends on a day on which nobody works, and later days never come earlier', () => {
  const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 30 }), (from, days) => {
      const end = addWorkingDays(from.toISOString(), days, utc);
      expect([1, 2, 3, 4, 5]).toContain(new Date(end).getUTCDay());
      expect(end > addWorkingDays(from.toISOString(), days - 1, utc)).toBe(true);
    }),
  );
});

it('refuses a calendar without working days instead of searching for ever', () => {
  expect(() => addWorkingDays('2026-11-23T09:00:00.000Z', 1, { ...utc, workingDays: [] })).toThrow(RangeError);
});

it('knows the time zones of the platform', () => {
  expect(['UTC', 'Europe/Vienna', 'America/St_Johns'].filter(isTimeZone)).toHaveLength(3);
  expect(isTimeZone('Europe/Wien')).toBe(false);
});

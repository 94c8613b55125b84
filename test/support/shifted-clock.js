'use strict';

// Loaded into a service (`node --require`): its clock is off by as many milliseconds as the file says that
// CLOCK_SHIFT_FILE names, from one moment to the next. Timers run on as they do when an administrator sets the clock.

const { readFileSync } = require('node:fs');

const RealDate = Date;
const file = process.env['CLOCK_SHIFT_FILE'] ?? '';
const READ_EVERY_MS = 10;
let shiftMs = 0;
let readAt = -Infinity;

function shiftedNow() {
  const at = performance.now();
  if (at - readAt > READ_EVERY_MS) {
    shiftMs = Number(readFileSync(file, 'utf8'));
    readAt = at;
  }
  return RealDate.now() + shiftMs;
}

// Libraries know a date by the name of its class.
globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(shiftedNow());
    else super(...args);
  }

  static now() {
    return shiftedNow();
  }
};

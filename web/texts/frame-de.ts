import { app } from './de/app';
import { lifecycle } from './de/lifecycle';
import { shared } from './de/shared';

/** Was jede Seite braucht. */
export const frameTexts = { app, lifecycle, shared };

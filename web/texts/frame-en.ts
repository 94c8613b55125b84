import { app } from './en/app';
import { lifecycle } from './en/lifecycle';
import { shared } from './en/shared';

/** What every page needs. */
export const frameTexts = { app, lifecycle, shared };

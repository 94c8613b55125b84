import type { Texts } from '../texts';

/** The views of an organization's admin. */
export const admin: Texts['admin'] = {
  overview: { title: 'Own mail server' },
};

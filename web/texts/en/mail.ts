import type { Texts } from '../texts';

/** Mails and what became of them. */
export const mail: Texts['mail'] = {
  title: 'Mails',
};

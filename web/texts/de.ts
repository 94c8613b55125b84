import { admin } from './de/admin';
import { app } from './de/app';
import { mail } from './de/mail';
import { shared } from './de/shared';

/** Die eigenen Texte der Dashboards, nach Bereichen; was Codes bedeuten, steht im Katalog des Dienstes. */
export const de = { app, admin, mail, shared };

import { admin } from './de/admin';
import { app } from './de/app';
import { lifecycle } from './de/lifecycle';
import { mail } from './de/mail';
import { reviewer } from './de/reviewer';
import { sales } from './de/sales';
import { shared } from './de/shared';

/** Die eigenen Texte der Dashboards, nach Bereichen; was Codes bedeuten, steht im Katalog des Dienstes. */
export const de = { app, admin, lifecycle, mail, reviewer, sales, shared };

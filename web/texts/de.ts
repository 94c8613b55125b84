import { admin } from './de/admin';
import { app } from './de/app';
import { audit } from './de/audit';
import { lifecycle } from './de/lifecycle';
import { mail } from './de/mail';
import { ops } from './de/ops';
import { report } from './de/report';
import { reviewer } from './de/reviewer';
import { sales } from './de/sales';
import { sendingPolicy } from './de/sending-policy';
import { shared } from './de/shared';

/** Die eigenen Texte der Dashboards, nach Bereichen; was Codes bedeuten, steht im Katalog des Dienstes. */
export const de = { app, admin, audit, lifecycle, mail, ops, report, reviewer, sales, sendingPolicy, shared };

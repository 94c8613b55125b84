import { admin } from './de/admin';
import { mail } from './de/mail';
import { report } from './de/report';
import { sendingPolicy } from './de/sending-policy';
import { statistics } from './de/statistics';

/** Was die Administration einer Organisation liest. */
export const adminTexts = { admin, mail, report, sendingPolicy, statistics };

import { audit } from './de/audit';
import { mail } from './de/mail';
import { ops } from './de/ops';
import { sendingPolicy } from './de/sending-policy';
import { statistics } from './de/statistics';

/** Was der Betrieb liest. */
export const opsTexts = { audit, mail, ops, sendingPolicy, statistics };

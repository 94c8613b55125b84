import { audit } from './de/audit';
import { mail } from './de/mail';
import { ops } from './de/ops';
import { organizations } from './de/organizations';
import { sendingPolicy } from './de/sending-policy';
import { statistics } from './de/statistics';

/** Was der Betrieb liest. */
export const opsTexts = { audit, mail, ops, organizations, sendingPolicy, statistics };

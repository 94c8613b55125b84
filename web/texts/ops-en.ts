import { audit } from './en/audit';
import { mail } from './en/mail';
import { ops } from './en/ops';
import { sendingPolicy } from './en/sending-policy';
import { statistics } from './en/statistics';

/** What operations read. */
export const opsTexts = { audit, mail, ops, sendingPolicy, statistics };

import { audit } from './en/audit';
import { mail } from './en/mail';
import { ops } from './en/ops';
import { organizations } from './en/organizations';
import { sendingPolicy } from './en/sending-policy';
import { statistics } from './en/statistics';

/** What operations read. */
export const opsTexts = { audit, mail, ops, organizations, sendingPolicy, statistics };

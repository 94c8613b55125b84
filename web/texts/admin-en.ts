import { admin } from './en/admin';
import { mail } from './en/mail';
import { report } from './en/report';
import { sendingPolicy } from './en/sending-policy';
import { statistics } from './en/statistics';

/** What an organization’s admin reads. */
export const adminTexts = { admin, mail, report, sendingPolicy, statistics };

import { admin } from './en/admin';
import { app } from './en/app';
import { audit } from './en/audit';
import { lifecycle } from './en/lifecycle';
import { mail } from './en/mail';
import { ops } from './en/ops';
import { report } from './en/report';
import { reviewer } from './en/reviewer';
import { sales } from './en/sales';
import { sendingPolicy } from './en/sending-policy';
import { shared } from './en/shared';
import type { Texts } from './texts';

/** The dashboards' own texts, by area; what codes mean stands in the service's catalogue. */
export const en: Texts = { app, admin, audit, lifecycle, mail, ops, report, reviewer, sales, sendingPolicy, shared };

import { admin } from './en/admin';
import { app } from './en/app';
import { mail } from './en/mail';
import { shared } from './en/shared';
import type { Texts } from './texts';

/** The dashboards' own texts, by area; what codes mean stands in the service's catalogue. */
export const en: Texts = { app, admin, mail, shared };

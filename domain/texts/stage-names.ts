import type { CheckStage } from '../check-report';

type TextLocale = 'de' | 'en';

/** What people call the stages of a check. */
export const stageNames: Readonly<Record<TextLocale, Readonly<Record<CheckStage, string>>>> = {
  de: {
    egress: 'Adresse und Port',
    dns: 'Namensdienst',
    connect: 'Verbindung',
    greeting: 'Begrüßung',
    ehlo: 'Fähigkeiten',
    tls: 'Verschlüsselung',
    auth: 'Anmeldung',
    'mail-from': 'Absender',
    'rcpt-to': 'Empfänger',
    data: 'Testmail',
    'returned-mail': 'Rückweg',
  },
  en: {
    egress: 'Address and port',
    dns: 'Name service',
    connect: 'Connection',
    greeting: 'Greeting',
    ehlo: 'Capabilities',
    tls: 'Encryption',
    auth: 'Login',
    'mail-from': 'Sender',
    'rcpt-to': 'Recipient',
    data: 'Test mail',
    'returned-mail': 'Way back',
  },
};

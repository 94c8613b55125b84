import type { ProviderTrap, UserNameKind } from '../providers/provider-preset';

type TextLocale = 'de' | 'en';

/** What to know about a provider before its settings are entered, in every language. */
export const trapTexts: Readonly<Record<TextLocale, Readonly<Record<ProviderTrap, string>>>> = {
  de: {
    APP_PASSWORD_NEEDED:
      'Ist die Anmeldung in zwei Schritten aktiv, braucht es ein eigenes App-Passwort statt des Kontopassworts.',
    BASIC_AUTH_ENDING:
      'Der Anbieter schafft die Anmeldung mit Benutzername und Passwort ab. Planen Sie den Wechsel auf eine andere Anmeldung oder einen anderen Versandweg ein.',
    SMTP_AUTH_OFF_BY_DEFAULT:
      'Der Versand über SMTP ist für neue Postfächer abgeschaltet und muss von der Administration freigegeben werden.',
    SEND_AS_NEEDED: 'Weicht der Absender vom Postfach ab, braucht das Konto das Recht „Senden als“.',
    SENDER_MUST_BE_VERIFIED: 'Absenderadresse oder Domain müssen vorher beim Anbieter bestätigt werden.',
    SENDER_IS_THE_MAILBOX: 'Als Absender wird nur die Adresse des Postfachs oder eine ihrer Aliasadressen angenommen.',
    SENDER_IN_THE_MAILBOX_DOMAIN:
      'Als Absender und als Rücksendepfad werden nur Adressen der Domain angenommen, zu der das Postfach gehört; ein leerer Absender gar nicht.',
    FROM_REWRITTEN: 'Ein Absender, der nicht als Alias eingerichtet ist, wird ohne Hinweis durch das Konto ersetzt.',
    MESSAGE_ID_REWRITTEN: 'Der Anbieter ersetzt die Message-ID jeder Mail durch eine eigene.',
    LINKS_REWRITTEN:
      'Mit eingeschaltetem Klick-Tracking verändert der Anbieter die Links in den Mails. Schalten Sie es für diese Mails ab.',
    SMTP_CREDENTIALS_APART:
      'Für SMTP gibt es eigene Zugangsdaten; die des Kundenkontos oder der Programmierschnittstelle gelten nicht.',
    NEW_ACCOUNT_RESTRICTED:
      'Neue Konten dürfen nur an bestätigte Adressen senden, bis der Anbieter sie freigeschaltet hat.',
    FIXED_USER_NAME: 'Der Benutzername ist für alle Kunden gleich; das Passwort ist ein API-Schlüssel.',
    TOKEN_TWICE: 'Das Server-Token ist zugleich Benutzername und Passwort.',
    KEY_PAIR_AS_LOGIN: 'Benutzername und Passwort sind der öffentliche und der geheime API-Schlüssel.',
    REGION_IN_HOST: 'Der Servername hängt von der Region des Kontos ab; in einer anderen schlägt die Anmeldung fehl.',
    EXTERNAL_ACCESS_OFF_BY_DEFAULT:
      'Der Zugriff durch andere Programme (POP3/IMAP) muss in den Einstellungen des Postfachs erst erlaubt werden.',
    ADDRESS_ALLOW_LIST:
      'Der Anbieter nimmt Mails nur von eingetragenen Adressen an und prüft den Namen, mit dem wir uns vorstellen.',
    OWN_CERTIFICATE:
      'Im Auslieferungszustand weist sich der Server mit einem selbst ausgestellten Zertifikat aus, dem niemand vertraut.',
    STARTTLS_ONLY:
      'Der Anbieter nimmt Mails nur mit STARTTLS an; TLS ab dem ersten Byte an Port 465 gibt es bei ihm nicht.',
  },
  en: {
    APP_PASSWORD_NEEDED:
      'With two-step login switched on, an app password of its own is needed instead of the account’s password.',
    BASIC_AUTH_ENDING:
      'The provider is ending the login by user name and password. Plan the change to another login or another way of sending.',
    SMTP_AUTH_OFF_BY_DEFAULT:
      'Sending over SMTP is switched off for new mailboxes and has to be enabled by the administrators.',
    SEND_AS_NEEDED: 'Where the sender differs from the mailbox, the account needs the right “send as”.',
    SENDER_MUST_BE_VERIFIED: 'The sender address or its domain has to be verified with the provider first.',
    SENDER_IS_THE_MAILBOX: 'Only the address of the mailbox or one of its aliases is accepted as the sender.',
    SENDER_IN_THE_MAILBOX_DOMAIN:
      'Only addresses of the domain that the mailbox belongs to are accepted as the sender and as the return path, and no empty sender.',
    FROM_REWRITTEN: 'A sender that is not set up as an alias is replaced by the account without notice.',
    MESSAGE_ID_REWRITTEN: 'The provider replaces the Message-ID of every mail with its own.',
    LINKS_REWRITTEN:
      'With click tracking switched on, the provider changes the links in mails. Switch it off for these mails.',
    SMTP_CREDENTIALS_APART:
      'There are credentials for SMTP alone; those of the customer account or of the programming interface do not work.',
    NEW_ACCOUNT_RESTRICTED: 'New accounts may only send to verified addresses until the provider has released them.',
    FIXED_USER_NAME: 'The user name is the same for every customer; the password is an API key.',
    TOKEN_TWICE: 'The server token is user name and password at once.',
    KEY_PAIR_AS_LOGIN: 'User name and password are the public and the secret API key.',
    REGION_IN_HOST: 'The server name depends on the region of the account; in another one the login fails.',
    EXTERNAL_ACCESS_OFF_BY_DEFAULT:
      'Access by other programs (POP3/IMAP) has to be allowed in the settings of the mailbox first.',
    ADDRESS_ALLOW_LIST:
      'The provider takes mail from registered addresses only, and checks the name that we introduce ourselves with.',
    OWN_CERTIFICATE: 'As installed, the server shows a certificate that it issued itself and that nobody trusts.',
    STARTTLS_ONLY: 'The provider takes mail with STARTTLS only; it has no TLS from the first byte at port 465.',
  },
};

/** What to enter as the user name, in every language. */
export const userNameTexts: Readonly<Record<TextLocale, Readonly<Record<UserNameKind, string>>>> = {
  de: {
    'mail-address': 'Die vollständige Mailadresse des Kontos',
    fixed: 'Für alle Kunden derselbe Text',
    key: 'Ein Schlüssel des Anbieters, keine Mailadresse',
    any: 'Wie vom Betreiber des Servers vergeben',
  },
  en: {
    'mail-address': 'The full mail address of the account',
    fixed: 'The same text for every customer',
    key: 'A key of the provider, not a mail address',
    any: 'As given by whoever runs the server',
  },
};

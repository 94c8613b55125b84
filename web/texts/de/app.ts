/** Rahmen der Dashboards: Anmeldung, Navigation, Verbindung. */
export const app = {
  product: 'Mailserver',
  skip: 'Zum Inhalt springen',
  menu: 'Navigation',
  language: 'Sprache',
  toDark: 'Dunkle Darstellung',
  toLight: 'Helle Darstellung',
  account: 'Konto von {{name}}',
  logIn: 'Anmelden',
  logOut: 'Abmelden',
  toStart: 'Zur Startseite',
  start: {
    title: 'Ihr eigener Mailserver',
    text: 'Versenden Sie Einladungen, Erinnerungen und fertige Dokumente über Ihren eigenen E-Mail-Server – geprüft, freigegeben und überwacht.',
    steps: {
      enter: 'Zugangsdaten Ihres Servers eintragen',
      checked: 'Wir prüfen sie automatisch',
      approved: 'Ein Mensch gibt den Server frei',
    },
  },
  sessionEnd: {
    title: 'Ihre Sitzung ist beendet',
    text: 'Zu Ihrer Sicherheit müssen Sie sich noch einmal anmelden. Danach geht es genau hier weiter; was Sie eingegeben haben, bleibt bis auf Passwörter erhalten.',
    logIn: 'Neu anmelden',
    later: 'Später',
  },
  connection: {
    connecting: 'Verbindet …',
    live: 'Live',
    away: 'Verbindung unterbrochen',
  },
  roles: {
    sales: 'Vertrieb',
    'org-admin': 'Administration',
    reviewer: 'Prüfung',
    ops: 'Betrieb',
    sender: 'Versand',
  },
  sections: {
    sales: 'Vertrieb',
    'org-admin': 'Administration',
    reviewer: 'Prüfung',
    ops: 'Betrieb',
    sender: 'Versand',
  },
  views: {
    overview: 'Mailserver',
    history: 'Verlauf',
    mails: 'E-Mails',
    undeliverables: 'Unzustellbare',
    suppressions: 'Gesperrte Adressen',
    branding: 'Branding',
    preferences: 'Rückläufer',
  },
  nothingForYou: {
    title: 'Hier gibt es noch nichts für Sie',
    text: 'Ihr Konto hat keine Rolle in diesem Dienst. Wenden Sie sich an die Verwaltung Ihres Kontos.',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    text: 'Vielleicht wurde sie verschoben, oder die Adresse hat einen Tippfehler.',
  },
  pageFailure: {
    title: 'Diese Ansicht konnte nicht angezeigt werden',
    text: 'Vielleicht wurde der Dienst gerade aktualisiert. Laden Sie die Seite neu.',
    reload: 'Neu laden',
  },
} as const;

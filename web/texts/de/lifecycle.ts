/** Die Zustände, in Worten, die auf eine Plakette passen. */
export const lifecycle = {
  entitlement: { locked: 'Gesperrt', unlocked: 'Freigeschaltet' },
  draft: {
    none: 'Kein Entwurf',
    checking: 'Wird geprüft',
    'check-failed': 'Prüfung nicht bestanden',
    'awaiting-confirmation': 'Testmail unbestätigt',
    'awaiting-review': 'Wartet auf Freigabe',
    'changes-requested': 'Änderungen erbeten',
    rejected: 'Abgelehnt',
    withdrawn: 'Zurückgezogen',
    expired: 'Abgelaufen',
  },
  live: { none: 'Kein Server', active: 'Aktiv', suspended: 'Angehalten' },
  verdict: { pass: 'Bestanden', warn: 'Mit Hinweisen', fail: 'Nicht bestanden', inconclusive: 'Ohne Ergebnis' },
  field: {
    host: 'Server',
    port: 'Port',
    security: 'Verschlüsselung',
    user: 'Benutzername',
    authentication: 'Anmeldung',
    trust: 'Zertifikat',
    senderAddress: 'Absenderadresse',
    senderName: 'Absendername',
  },
  security: { starttls: 'STARTTLS', tls: 'TLS von Anfang an' },
  authentication: {
    password: 'Benutzername und Passwort',
    'microsoft-oauth2': 'Microsoft 365 (OAuth 2.0)',
    'google-service-account': 'Google-Dienstkonto (OAuth 2.0)',
    oauth2: 'OAuth 2.0',
  },
  trust: {
    public: 'Öffentliche Zertifizierungsstelle',
    authority: 'Eigene Zertifizierungsstelle',
    certificate: 'Genau ein Zertifikat',
  },
} as const;

/** Was eine Prüfung gefunden hat. */
export const report = {
  title: 'Prüfbericht',
  at: 'Geprüft am {{at}}',
  verdicts: {
    pass: 'Alles in Ordnung',
    warn: 'In Ordnung, mit Hinweisen',
    fail: 'Nicht bestanden',
    inconclusive: 'Noch unklar',
  },
  mend: 'So beheben Sie es:',
  providerPage: 'Anleitung von {{name}}',
  record: 'DNS-Eintrag vom Typ {{type}}, Name und Inhalt:',
  recordName: 'Name des Eintrags',
  recordValue: 'Inhalt des Eintrags',
  passed_one: '{{count}} Punkt ist in Ordnung',
  passed_other: '{{count}} Punkte sind in Ordnung',
  skipped_one: '{{count}} Schritt wurde deshalb nicht mehr geprüft.',
  skipped_other: '{{count}} Schritte wurden deshalb nicht mehr geprüft.',
  transcript: 'Gespräch mit dem Server',
} as const;

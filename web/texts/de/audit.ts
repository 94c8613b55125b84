/** Was verlangt wurde, von wem, und was daraus wurde. */
export const audit = {
  title: 'Protokoll',
  none: 'Noch keine Einträge.',
  at: 'Zeitpunkt',
  who: 'Wer',
  what: 'Was',
  system: 'Der Dienst',
  parts: {
    timer: 'Fristen',
    check: 'Serverprüfung',
    delivery: 'Versand',
    signal: 'Unlesbare Meldung',
    reconciliation: 'Abgleich',
    'unsubscribe-link': 'Abmeldelink',
  },
  details: 'Einzelheiten',
  requestId: 'Kennung der Anfrage',
  causedBy: 'Auslöser',
  revision: 'Revision {{number}}',
  sequence: 'Stelle im Protokoll',
  refused: 'Verweigert: {{why}}',
  export: { csv: 'Als CSV herunterladen', jsonl: 'Als JSON Lines herunterladen' },
} as const;

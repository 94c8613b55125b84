/** Was in vielen Ansichten vorkommt. */
export const shared = {
  loading: 'Wird geladen …',
  retry: 'Noch einmal versuchen',
  reload: 'Aktuellen Stand laden',
  close: 'Schließen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  saved: 'Gespeichert',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyOf: '{{of}} kopieren',
  copiedOf: '{{of}} kopiert',
  overtaken: {
    title: 'Inzwischen hat jemand anderes gespeichert',
    text: 'Ihre Auswahl ist noch da, aber noch nicht gespeichert. Mit „Speichern“ gilt, was hier steht; was Sie nicht verändert haben, zeigt bereits den neuen Stand.',
    discard: 'Meine Änderungen verwerfen',
  },
  reference: 'Kennung: {{reference}}',
  more: 'Mehr laden',
  sort: 'Sortieren nach',
  clearSearch: 'Suche leeren',
  none: '–',
  you: 'Sie',
  away: {
    title: 'Der Dienst ist gerade nicht erreichbar',
    advice: 'Prüfen Sie Ihre Internetverbindung. Wir versuchen es weiter; bisher wurde nichts geändert.',
  },
  forbidden: {
    title: 'Diese Ansicht ist nicht für Ihr Konto',
    text: 'Wenn Sie sie brauchen, bitten Sie um die passende Rolle.',
  },
} as const;

/** Wie schnell der eigene Server beansprucht wird. */
export const sendingPolicy = {
  title: 'Grenzen des Mailservers',
  text: 'Nur eintragen, was der Server ausdrücklich verlangt. Leere Felder richten sich nach dem, was wir über den Anbieter wissen. Gilt ab dem nächsten Versand.',
  usual: 'wie beim Anbieter üblich',
  range: '{{least}} bis {{most}}',
  limits: {
    connections: 'Verbindungen gleichzeitig',
    mailsPerMinute: 'E-Mails pro Minute',
    recipientsPerTransaction: 'Empfänger pro Übergabe',
  },
  deduplication: 'Erkennt der Server doppelte E-Mails?',
  deduplicationHint:
    'Manche Anbieter nehmen dieselbe E-Mail kein zweites Mal an, wenn sie in einer Kopfzeile dieselbe Kennung trägt.',
  noDeduplication: 'Nein, oder ich weiß es nicht (üblich)',
  deduplicationWarning:
    'Ging die Antwort des Servers verloren, senden wir die E-Mail dann noch einmal, statt bei Ihnen nachzufragen. Verspricht Ihr Anbieter diese Kopfzeile nicht, bekommen Empfänger Kopien.',
} as const;

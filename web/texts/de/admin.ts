import { live } from './admin-live';
import { lists } from './admin-lists';
import { settings } from './admin-settings';

/** Die Ansichten der Administration einer Organisation. */
export const admin = {
  overview: {
    title: 'Eigener Mailserver',
    subtitle: 'Ihre Einladungen, Erinnerungen und fertigen Dokumente über Ihren eigenen Server.',
  },
  locked: {
    title: 'Ein eigener Mailserver für Ihre Nachrichten',
    text: 'Mit einem eigenen Mailserver verlassen Einladungen, Erinnerungen und fertige Dokumente Ihr eigenes System. Für Ihre Organisation ist das noch nicht freigeschaltet; bis dahin versenden wir alles wie gewohnt über unsere Server.',
    benefits: {
      sender: 'Empfänger sehen Ihre eigene Absenderadresse.',
      approved: 'Wir prüfen den Server automatisch, danach gibt ihn ein Mensch frei.',
      watched: 'Danach behalten wir ihn täglich im Blick und melden uns, bevor etwas schiefgeht.',
    },
    ask: 'Möchten Sie ihn nutzen? Ihre Ansprechperson im Vertrieb oder im Customer Success Management schaltet ihn gerne für Sie frei.',
  },
  stale: {
    title: 'Inzwischen hat jemand andere Einstellungen gesendet',
    text: 'Vielleicht Sie selbst in einem anderen Tab. Es wurde nichts überschrieben: Unten sehen Sie den aktuellen Stand. Ihre Eingaben sind aufgehoben und stehen wieder im Formular, sobald neue Einstellungen möglich sind. Nur das Passwort geben Sie bitte neu ein.',
  },
  checking: {
    title: 'Wir prüfen Ihren Mailserver',
    text: 'Wir verbinden uns mit {{server}} und gehen dabei genau so vor wie später beim Versand. Das dauert meist unter einer Minute; Sie können die Seite auch verlassen.',
    stages: 'Schritte der Prüfung',
    waiting: 'Die Prüfung läuft …',
    now: 'Gerade an der Reihe: {{stage}}',
    states: {
      running: 'läuft …',
      pass: 'in Ordnung',
      warn: 'mit Hinweis',
      fail: 'nicht bestanden',
      inconclusive: 'unklar',
      skipped: 'übersprungen',
    },
  },
  failed: {
    title: 'Die Prüfung hat etwas gefunden',
    text: 'Unten steht, was es bedeutet und wie Sie es beheben. Danach prüfen wir gerne noch einmal – mit denselben oder mit geänderten Einstellungen.',
    recheck: 'Unverändert noch einmal prüfen',
  },
  confirmation: {
    title: 'Geben Sie den Code aus der Testmail ein',
    text: 'Ihr Server hat die Prüfung bestanden. Über ihn haben wir eine Testmail von {{sender}} an Ihre hinterlegte Admin-Adresse geschickt; darin steht ein Code.',
    code: 'Code aus der Testmail',
    submit: 'Bestätigen',
    left_one: 'Noch {{count}} Versuch, danach braucht es eine neue Testmail.',
    left_other: 'Noch {{count}} Versuche, danach braucht es eine neue Testmail.',
    byItself: 'Kommt unsere eigene Kopie der Testmail bei uns an, geht es auch ohne Code weiter.',
    missing: 'Nichts angekommen? Sehen Sie im Spam-Ordner nach. Ein erneuter Durchlauf schickt eine neue Testmail.',
    again: 'Neue Testmail senden',
  },
  review: {
    title: 'Ihr Mailserver liegt uns zur Freigabe vor',
    text: 'Alles bestanden. Jetzt sieht sich ein Mensch bei uns die Einstellungen an. Sie müssen nichts tun; wir schreiben Ihnen, sobald entschieden ist.',
    due: 'Wir entscheiden spätestens am {{at}}.',
    approvals: '{{count}} von {{needed}} Freigaben liegen vor.',
  },
  changes: {
    title: 'Bitte ändern Sie noch etwas',
    fields: 'Bitte ansehen: {{fields}}',
  },
  rejected: {
    title: 'Der Mailserver wurde nicht freigegeben',
    answerTitle: 'Sehen Sie das anders?',
    answerText: 'Sie können einmal Stellung nehmen, bis {{until}}. Dann sehen wir uns alles noch einmal an.',
    comment: 'Ihre Stellungnahme',
    send: 'Stellungnahme senden',
  },
  withdraw: {
    button: 'Zurückziehen',
    title: 'Einstellungen zurückziehen?',
    text: 'Die eingereichten Einstellungen werden verworfen und das Passwort gelöscht. Ein aktiver Mailserver bleibt davon unberührt.',
    confirm: 'Ja, zurückziehen',
  },
  journey: {
    title: 'Der Weg zum eigenen Server',
    steps: {
      unlocked: 'Freigeschaltet',
      settings: 'Zugangsdaten eintragen',
      check: 'Automatische Prüfung',
      'test-mail': 'Testmail bestätigen',
      review: 'Freigabe durch einen Menschen',
      live: 'Versand über Ihren Server',
    },
    states: {
      done: 'Erledigt',
      current: 'Jetzt',
      trouble: 'Hier braucht es noch etwas',
      upcoming: 'Kommt danach',
    },
    actors: {
      unlocked: 'Durch unseren Vertrieb',
      settings: 'Durch Sie',
      check: 'Automatisch, meist in einer Minute',
      'test-mail': 'Durch Sie, mit dem Code aus der E-Mail',
      review: 'Durch uns',
      live: 'Von selbst, sobald freigegeben ist',
    },
    nextTitle: 'Wie es weitergeht',
    next: {
      none: 'Tragen Sie die Zugangsdaten ein. Danach prüfen wir sie automatisch.',
      live: 'Ihr Server versendet. Wir prüfen ihn täglich und melden uns, wenn etwas zu tun ist.',
      suspended:
        'Ihr Server ist angehalten. Sobald der Grund behoben ist und eine Prüfung gelingt, versendet er wieder.',
      checking: 'Die Prüfung läuft von selbst. Danach brauchen wir Sie für den Code aus der Testmail.',
      'check-failed': 'Beheben Sie, was der Bericht nennt, und lassen Sie noch einmal prüfen.',
      'awaiting-confirmation':
        'Geben Sie den Code aus der Testmail ein. Danach sieht sich ein Mensch bei uns alles an.',
      'awaiting-review':
        'Ein Mensch bei uns entscheidet. Danach versendet Ihr Server sofort, und Sie bekommen eine E-Mail.',
      'changes-requested': 'Ändern Sie, worum wir gebeten haben. Danach wird neu geprüft und freigegeben.',
      rejected: 'Antworten Sie auf die Ablehnung, oder reichen Sie andere Einstellungen ein.',
      withdrawn: 'Reichen Sie neue Einstellungen ein, wann immer Sie möchten.',
      expired: 'Die Frist ist abgelaufen. Reichen Sie die Einstellungen noch einmal ein.',
    },
    until: 'Spätestens am {{at}}.',
    turn: {
      you: 'Sie sind an der Reihe.',
      us: 'Wir sind an der Reihe.',
      nobody: 'Gerade ist nichts zu tun.',
    },
    history: 'Was bisher geschah',
  },
  settings,
  live,
  ...lists,
} as const;

import type { ErrorCode } from '../errors';
import type { ProblemText } from './problem-text';

const reload = 'Laden Sie den aktuellen Stand und entscheiden Sie dann neu. Ihre Eingaben bleiben erhalten.';
const ourFault = 'Versuchen Sie es bitte noch einmal. Bleibt es dabei, nennen Sie unserem Support die Kennung unten.';
const wait = 'Es liegt nicht an Ihnen. Versuchen Sie es in einem Moment noch einmal; bisher wurde nichts geändert.';

/** Die Texte zu Fehlern, auf Deutsch. */
export const germanProblems: Readonly<Record<ErrorCode, ProblemText>> = {
  INVALID_REQUEST: {
    title: 'Die Eingabe ist noch nicht vollständig',
    advice: 'Bitte prüfen Sie die markierten Felder.',
  },
  BROKEN_JSON: { title: 'Die Anfrage kam beschädigt an', advice: ourFault },
  IDEMPOTENCY_KEY_MISSING: { title: 'Die Anfrage war unvollständig', advice: ourFault },
  UNAUTHENTICATED: { title: 'Sie sind nicht angemeldet', advice: 'Bitte melden Sie sich an.' },
  CROSS_SITE_REFUSED: {
    title: 'Diese Anfrage kam von einer fremden Seite',
    advice: 'Öffnen Sie das Dashboard direkt in einem neuen Tab und versuchen Sie es dort.',
  },
  LOGIN_REFUSED: {
    title: 'Die Anmeldung wurde nicht abgeschlossen',
    advice: 'Bitte beginnen Sie noch einmal. Klappt es wieder nicht, wenden Sie sich an die Verwaltung Ihres Kontos.',
  },
  LOGOUT_TOKEN_INVALID: { title: 'Die Abmeldung wurde nicht angenommen', advice: ourFault },
  FORBIDDEN: {
    title: 'Dafür fehlt Ihnen die Berechtigung',
    advice: 'Bitten Sie um die passende Rolle, oder lassen Sie es jemanden erledigen, der sie hat.',
  },
  INSUFFICIENT_SCOPE: {
    title: 'Dieser Zugang ist dafür nicht gedacht',
    advice: 'Das Programm braucht einen weiteren Scope. Wer den Zugang verwaltet, kann ihn dafür freigeben.',
  },
  FEATURE_LOCKED: {
    title: 'Der eigene Mailserver ist nicht freigeschaltet',
    advice: 'Ihre Ansprechperson bei uns schaltet ihn gerne für Sie frei.',
  },
  SECOND_APPROVER_NEEDED: {
    title: 'Sie haben bereits zugestimmt',
    advice: 'Hier entscheiden zwei Personen. Jetzt ist jemand anderes an der Reihe.',
  },
  OWN_SUBMISSION: {
    title: 'Über die eigene Einreichung entscheidet man nicht selbst',
    advice: 'Bitten Sie eine Kollegin oder einen Kollegen um die Entscheidung.',
  },
  NOT_FOUND: { title: 'Hier ist nichts', advice: 'Prüfen Sie die Adresse, oder gehen Sie zur Startseite.' },
  ORGANIZATION_UNKNOWN: {
    title: 'Diese Organisation gibt es nicht',
    advice: 'Oder Ihr Konto gehört nicht zu ihr. Prüfen Sie die Adresse.',
  },
  ORGANIZATION_CLOSED: {
    title: 'Diese Organisation ist abgemeldet',
    advice: 'Für sie wird nichts mehr versendet. Ist sie zurückgekommen, kann sie neu angemeldet werden.',
  },
  METHOD_NOT_ALLOWED: { title: 'Das geht hier nicht', advice: ourFault },
  ALREADY_UNLOCKED: { title: 'Bereits freigeschaltet', advice: 'Es ist nichts mehr zu tun.' },
  ALREADY_LOCKED: { title: 'Bereits gesperrt', advice: 'Es ist nichts mehr zu tun.' },
  STALE_REVISION: { title: 'Die Einstellungen wurden inzwischen geändert', advice: reload },
  STALE_REPORT: { title: 'Es gibt inzwischen einen neueren Prüfbericht', advice: reload },
  NO_DRAFT: { title: 'Dafür liegen gerade keine Einstellungen vor', advice: reload },
  DRAFT_IN_PROGRESS: {
    title: 'Es sind schon Einstellungen unterwegs',
    advice: 'Ziehen Sie diese zuerst zurück, wenn Sie andere einreichen möchten.',
  },
  CHECK_RUNNING: { title: 'Eine Prüfung läuft bereits', advice: 'Warten Sie kurz, bis sie fertig ist.' },
  NOT_AWAITING_CONFIRMATION: { title: 'Gerade wartet keine Testmail auf Bestätigung', advice: reload },
  CONFIRMATION_CODE_WRONG: {
    title: 'Der Code stimmt nicht',
    advice: 'Nehmen Sie den Code aus der neuesten Testmail. Groß- und Kleinschreibung sind egal.',
  },
  CONFIRMATION_ATTEMPTS_EXCEEDED: {
    title: 'Der Code wurde zu oft falsch eingegeben',
    advice: 'Starten Sie die Prüfung neu. Sie bekommen dann eine neue Testmail mit einem neuen Code.',
  },
  CONFIRMATION_LINK_UNKNOWN: {
    title: 'Dieser Link führt nirgendwohin',
    advice:
      'Vielleicht wurde er beim Kopieren abgeschnitten. Öffnen Sie ihn direkt aus der Testmail, oder geben Sie den Code aus der Mail in den Einstellungen Ihres Mailservers ein.',
  },
  UNSUBSCRIBE_LINK_UNKNOWN: {
    title: 'Dieser Link führt nirgendwohin',
    advice:
      'Vielleicht wurde er abgeschnitten, oder die Mail ist schon zu alt. Öffnen Sie den Link aus einer neueren Mail, oder antworten Sie dem Absender, dass Sie nichts mehr bekommen möchten.',
  },
  CONFIRMATION_LINK_EXPIRED: {
    title: 'Dieser Link gilt nicht mehr',
    advice:
      'Vielleicht gibt es eine neuere Testmail. Finden Sie keine, starten Sie die Prüfung in den Einstellungen Ihres Mailservers neu.',
  },
  CONFIRMATION_LINK_USED: {
    title: 'Die Testmail ist bereits bestätigt',
    advice: 'Es ist nichts mehr zu tun. Sie können diese Seite schließen.',
  },
  NOT_AWAITING_REVIEW: { title: 'Hier gibt es gerade nichts zu entscheiden', advice: reload },
  ALREADY_DECIDED: { title: 'Darüber wurde bereits entschieden', advice: reload },
  APPEAL_NOT_POSSIBLE: {
    title: 'Eine Stellungnahme ist nicht mehr möglich',
    advice: 'Die Frist ist vorbei, oder Sie haben schon geantwortet. Sie können neue Einstellungen einreichen.',
  },
  CLAIMED_BY_ANOTHER: {
    title: 'Jemand anderes prüft das gerade',
    advice: 'Sprechen Sie sich ab, oder warten Sie, bis die Übernahme abläuft.',
  },
  NOT_CLAIMED: { title: 'Sie haben diese Prüfung nicht übernommen', advice: reload },
  NO_LIVE_SERVER: { title: 'Es ist kein eigener Mailserver aktiv', advice: reload },
  NOTHING_TO_ROLL_BACK_TO: {
    title: 'Es gibt keine frühere Fassung mehr',
    advice: 'Sobald die erste Mail über die neue Fassung hinausging, führt kein Weg zurück.',
  },
  LIVE_SERVER_NOT_ACTIVE: { title: 'Der Mailserver ist gerade nicht aktiv', advice: reload },
  LIVE_SERVER_NOT_SUSPENDED: {
    title: 'Der Mailserver lässt sich so nicht fortsetzen',
    advice: 'Er ist nicht angehalten, oder jemand anderes hat ihn angehalten. Laden Sie den aktuellen Stand.',
  },
  MESSAGE_ENDED: { title: 'Diese E-Mail ist bereits abgeschlossen', advice: reload },
  NOTHING_TO_RESEND: { title: 'Diese E-Mail lässt sich nicht noch einmal senden', advice: reload },
  MESSAGE_NOT_HELD: { title: 'Bei dieser E-Mail wird nichts zurückgehalten', advice: reload },
  LIFECYCLE_RUNNING: {
    title: 'Der Ablauf dieser Organisation ist in Ordnung',
    advice: 'Es gibt nichts wiederherzustellen.',
  },
  LIFECYCLE_DOUBTFUL: {
    title: 'Der gespeicherte Stand passt nicht zum Protokoll',
    advice: 'Spielen Sie zuerst eine Sicherung ein, in der beides zusammenpasst.',
  },
  RECONCILIATION_RUNNING: {
    title: 'Es wird gerade alles verglichen',
    advice: 'Warten Sie das Ende des laufenden Vergleichs ab.',
  },
  LIFECYCLE_LOST: {
    title: 'Der Ablauf dieser Organisation ist gerade unterbrochen',
    advice: 'Bitte versuchen Sie es später noch einmal. Der Betrieb muss ihn wiederherstellen.',
  },
  NO_WEBHOOK_ENDPOINT: {
    title: 'Es ist keine Adresse für Ereignisse hinterlegt',
    advice: 'Hinterlegen Sie zuerst eine Adresse.',
  },
  ROTATION_RUNNING: { title: 'Ein neues Passwort wird bereits geprüft', advice: 'Warten Sie kurz auf das Ergebnis.' },
  RETURN_PATH_NOT_ACCEPTED: {
    title: 'Ihr Mailserver nimmt diesen Rückweg nicht an',
    advice: 'Wählen Sie einen anderen. Welche möglich sind, steht im Prüfbericht.',
  },
  IDEMPOTENCY_KEY_REUSED: { title: 'Die Anfrage wurde schon einmal anders gestellt', advice: ourFault },
  TERMS_INVALID: { title: 'Das Ende liegt vor dem Anfang', advice: 'Wählen Sie ein Datum in der Zukunft.' },
  DECISION_INCOMPLETE: {
    title: 'Die Entscheidung ist noch nicht vollständig',
    advice: 'Haken Sie die offenen Punkte ab und geben Sie, wo nötig, eine Begründung an.',
  },
  PASSWORD_MASKED: {
    title: 'Das ist kein Passwort, sondern nur dessen Maske',
    advice: 'Gespeicherte Passwörter zeigen wir nie an. Bitte geben Sie das Passwort noch einmal ein.',
  },
  PASSWORD_REQUIRED: {
    title: 'Das Passwort muss neu eingegeben werden',
    advice:
      'Geben Sie das Passwort noch einmal ein. Nur wenn Sie ausschließlich den Absendernamen ändern, kann das hinterlegte verwendet werden.',
  },
  WEBHOOK_URL_INVALID: {
    title: 'An diese Adresse können keine Ereignisse gesendet werden',
    advice: 'Nötig ist eine https-Adresse mit vollständigem Rechnernamen, ohne Benutzernamen und Passwort.',
  },
  SETTINGS_INVALID: { title: 'Einige Angaben stimmen noch nicht', advice: 'Bitte prüfen Sie die markierten Felder.' },
  MESSAGE_INVALID: { title: 'Die E-Mail ist so nicht gültig', advice: 'Bitte prüfen Sie die markierten Felder.' },
  LOGO_INVALID: {
    title: 'Dieses Bild eignet sich nicht als Logo',
    advice: 'Verwenden Sie ein PNG oder JPEG bis 200 kB, 16 bis 2000 Pixel groß.',
  },
  BODY_TOO_LARGE: { title: 'Das ist zu groß', advice: 'Verkleinern Sie die Datei und versuchen Sie es noch einmal.' },
  UNSUPPORTED_MEDIA_TYPE: { title: 'Dieser Dateityp wird nicht unterstützt', advice: 'Verwenden Sie PNG oder JPEG.' },
  PRECONDITION_FAILED: { title: 'Inzwischen hat sich hier etwas geändert', advice: reload },
  PRECONDITION_REQUIRED: { title: 'Die Anfrage war unvollständig', advice: ourFault },
  OVERLOADED: { title: 'Gerade ist sehr viel los', advice: wait },
  TIMED_OUT: {
    title: 'Die Antwort hat zu lange gedauert',
    advice:
      'Laden Sie die Seite neu: Vielleicht ist schon geschehen, was Sie wollten. Sonst versuchen Sie es noch einmal.',
  },
  TOO_MANY_STREAMS: {
    title: 'Zu viele Verbindungen für laufende Neuigkeiten sind offen',
    advice: 'Schließen Sie Fenster, die Sie nicht mehr brauchen; die Seite verbindet sich danach von selbst.',
  },
  RATE_LIMITED: {
    title: 'Das waren zu viele Anfragen',
    advice: 'Warten Sie kurz und versuchen Sie es dann noch einmal.',
  },
  INTERNAL: { title: 'Bei uns ist etwas schiefgegangen', advice: ourFault },
  CREDENTIAL_UNREADABLE: {
    title: 'Das gespeicherte Passwort lässt sich nicht öffnen',
    advice: 'Geben Sie das Passwort noch einmal ein, und nennen Sie unserem Support die Kennung unten.',
  },
  KEYS_UNAVAILABLE: { title: 'Der Dienst ist gerade nicht erreichbar', advice: wait },
  STORE_UNAVAILABLE: { title: 'Der Dienst ist gerade nicht erreichbar', advice: wait },
  WORKFLOW_UNAVAILABLE: { title: 'Der Dienst nimmt gerade keine Änderungen an', advice: wait },
  IDENTITY_UNAVAILABLE: { title: 'Die Anmeldung ist gerade nicht erreichbar', advice: wait },
};

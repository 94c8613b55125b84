import type { BounceReason } from '../bounces/bounce-reason';
import type { AdviceKey, FailureText } from './failure-text';

/** German reasons. They speak to whoever sent the mail, not to whoever runs a mail server. */
export const germanFailures: Readonly<Record<BounceReason, FailureText>> = {
  authfailure: {
    why: 'Der Empfängerserver konnte nicht bestätigen, dass die E-Mail wirklich von Ihrer Domain kommt (SPF, DKIM oder DMARC).',
    advice: 'mend-server',
  },
  badreputation: {
    why: 'Der Empfängerserver stuft den versendenden Mailserver als wenig vertrauenswürdig ein.',
    advice: 'mend-server',
  },
  blocked: { why: 'Der Empfängerserver nimmt vom versendenden Mailserver keine E-Mails an.', advice: 'mend-server' },
  contenterror: { why: 'Der Empfängerserver hat den Inhalt der E-Mail nicht angenommen.', advice: 'change-content' },
  delivered: { why: 'Zu dieser E-Mail liegen widersprüchliche Meldungen vor.', advice: 'ask-recipient' },
  exceedlimit: { why: 'Die E-Mail ist größer, als dieser Empfänger empfangen darf.', advice: 'make-smaller' },
  expired: {
    why: 'Der Empfängerserver hat die E-Mail innerhalb der vorgesehenen Zeit nicht angenommen.',
    advice: 'try-later',
  },
  failedstarttls: {
    why: 'Eine verschlüsselte Verbindung zum Empfängerserver kam nicht zustande.',
    advice: 'ask-recipient',
  },
  feedback: { why: 'Der Empfänger hat sich über die E-Mail beschwert.', advice: 'ask-recipient' },
  filtered: { why: 'Ein Filter beim Empfänger hat die E-Mail abgewiesen.', advice: 'ask-recipient' },
  hasmoved: { why: 'Die Adresse gibt es nicht mehr; das Postfach ist umgezogen.', advice: 'check-address' },
  hostunknown: { why: 'Den Teil der Adresse hinter dem @ gibt es nicht.', advice: 'check-address' },
  mailboxfull: { why: 'Das Postfach des Empfängers ist voll.', advice: 'make-room' },
  mailererror: { why: 'Beim Empfänger ist die Zustellung ins Postfach gescheitert.', advice: 'ask-recipient' },
  mesgtoobig: { why: 'Die E-Mail ist größer, als der Mailserver annimmt.', advice: 'make-smaller' },
  networkerror: { why: 'Der Empfängerserver war nicht erreichbar.', advice: 'try-later' },
  norelaying: { why: 'Der angesprochene Mailserver ist für diese Adresse nicht zuständig.', advice: 'check-address' },
  notaccept: { why: 'Unter dieser Domain werden überhaupt keine E-Mails angenommen.', advice: 'check-address' },
  notcompliantrfc: {
    why: 'Die Adresse kann nicht verwendet werden, oder die Form der E-Mail wurde beanstandet.',
    advice: 'check-address',
  },
  onhold: { why: 'Der Empfängerserver hat die E-Mail abgelehnt.', advice: 'check-address' },
  policyviolation: { why: 'Die E-Mail verstößt gegen eine Richtlinie des Empfängers.', advice: 'ask-recipient' },
  rejected: { why: 'Der Empfängerserver nimmt von der Absenderadresse keine E-Mails an.', advice: 'mend-server' },
  requireptr: {
    why: 'Der Empfängerserver verlangt für den versendenden Mailserver einen gültigen Namen im DNS (Reverse DNS).',
    advice: 'mend-server',
  },
  securityerror: { why: 'Sicherheitsregeln eines Mailservers haben die Zustellung verhindert.', advice: 'mend-server' },
  spamdetected: { why: 'Der Empfängerserver hat die E-Mail für Spam gehalten.', advice: 'ask-recipient' },
  speeding: { why: 'In kurzer Zeit gingen zu viele E-Mails an diesen Empfängerserver.', advice: 'try-later' },
  suspend: { why: 'Das Postfach des Empfängers ist gesperrt oder stillgelegt.', advice: 'ask-recipient' },
  syntaxerror: { why: 'Die Mailserver haben einander nicht verstanden.', advice: 'mend-server' },
  systemerror: { why: 'Der Empfängerserver ist gestört oder falsch eingerichtet.', advice: 'try-later' },
  systemfull: { why: 'Der Empfängerserver hat keinen Speicherplatz mehr.', advice: 'try-later' },
  toomanyconn: { why: 'Der Empfängerserver war überlastet.', advice: 'try-later' },
  undefined: {
    why: 'Die E-Mail konnte nicht übergeben werden; einen Grund hat kein Mailserver genannt.',
    advice: 'check-address',
  },
  userunknown: { why: 'Diese Adresse gibt es beim Empfänger nicht.', advice: 'check-address' },
  vacation: { why: 'Der Empfänger hat mit einer Abwesenheitsnotiz geantwortet.', advice: 'ask-recipient' },
  virusdetected: { why: 'Der Empfängerserver hat in der E-Mail Schadsoftware vermutet.', advice: 'change-content' },
};

export const germanSuppressed: FailureText = {
  why: 'Die Adresse steht auf der Sperrliste Ihrer Organisation, weil frühere E-Mails dort nicht ankamen oder der Empfänger keine mehr wollte. Die E-Mail wurde deshalb nicht versendet.',
  advice: 'lift-suppression',
};

export const germanSuspended: FailureText = {
  why: 'Der eigene E-Mail-Server Ihrer Organisation ist angehalten, und Ihre Einstellungen sehen vor, dass E-Mails in dieser Zeit nicht warten. Die E-Mail wurde deshalb nicht versendet.',
  advice: 'resume-server',
};

export const germanAdvice: Readonly<Record<AdviceKey, string>> = {
  'check-address':
    'Bitte prüfen Sie die Adresse und senden Sie die E-Mail danach erneut. Ist die Adresse richtig, hilft Ihnen der Betreuer des Empfängerservers weiter.',
  'resume-server':
    'Bitte senden Sie die E-Mail erneut, sobald der Server wieder in Betrieb ist. Was mit E-Mails in der Zwischenzeit geschieht, legen Sie in den Einstellungen fest.',
  'ask-recipient':
    'Bitte erreichen Sie den Empfänger auf einem anderen Weg, zum Beispiel telefonisch, und bitten Sie ihn, sich an den Betreuer seines Postfachs zu wenden. Danach können Sie die E-Mail erneut senden.',
  'make-room':
    'Bitte erreichen Sie den Empfänger auf einem anderen Weg, zum Beispiel telefonisch, und bitten Sie ihn, in seinem Postfach Platz zu schaffen. Danach können Sie die E-Mail erneut senden.',
  'make-smaller': 'Bitte verkleinern Sie die E-Mail, zum Beispiel ihre Anhänge, und senden Sie sie erneut.',
  'try-later':
    'Bitte senden Sie die E-Mail später noch einmal. Bleibt es dabei, hilft Ihnen der Betreuer des Empfängerservers weiter.',
  'mend-server':
    'An der Adresse liegt es nicht. Bitte geben Sie diese Nachricht an die Betreuer des versendenden Mailservers weiter; die technischen Angaben hängen an.',
  'change-content': 'Bitte prüfen Sie den Inhalt und die Anhänge, und senden Sie die E-Mail in geänderter Form erneut.',
  'lift-suppression':
    'Ist die Adresse wieder erreichbar, kann ein Administrator Ihrer Organisation sie von der Sperrliste nehmen. Senden Sie die E-Mail danach erneut.',
};

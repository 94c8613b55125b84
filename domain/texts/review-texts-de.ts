import type { ReviewTexts } from './review-text';

/** What reviewers and, in the case of reasons, customers read. */
export const germanReviewTexts: ReviewTexts = {
  risks: {
    NEW_SENDER_DOMAIN: {
      title: 'Neue Absenderdomain',
      meaning: 'Mit dieser Domain wurde für die Organisation noch nie etwas freigegeben.',
    },
    FOREIGN_SENDER_DOMAIN: {
      title: 'Absenderdomain weicht ab',
      meaning: 'Der Absender gehört zu einer anderen Domain als die hinterlegte Adresse der Organisation.',
    },
    FREE_MAIL_SENDER: {
      title: 'Kostenloses Postfach als Absender',
      meaning: 'Unter dieser Domain bekommt jede Person ein Postfach; sie belegt keine Zugehörigkeit.',
    },
    CONSUMER_ADDRESS: {
      title: 'Privater Internetanschluss',
      meaning:
        'Der Name der Serveradresse liest sich wie ein Anschluss für Haushalte. Solche Mails landen oft im Spam.',
    },
    CERTIFICATE_ENDS_SOON: {
      title: 'Zertifikat läuft bald ab',
      meaning: 'Das Zertifikat des Servers gilt keine 30 Tage mehr.',
    },
    DMARC_FAILING: {
      title: 'DMARC nicht erfüllt',
      meaning: 'Die DMARC-Richtlinie ist fehlerhaft, oder weder SPF noch DKIM können sie erfüllen.',
    },
    OWN_CERTIFICATE_TRUST: {
      title: 'Eigenes Zertifikat',
      meaning: 'Für das Zertifikat bürgt keine öffentliche Stelle, sondern nur die Organisation selbst.',
    },
    SENDER_DOMAIN_USED_ELSEWHERE: {
      title: 'Absenderdomain einer anderen Organisation',
      meaning:
        'Eine andere Organisation versendet unter derselben Domain oder will es. Klären Sie, wem von beiden sie gehört.',
    },
    SERVER_USED_ELSEWHERE: {
      title: 'Server einer anderen Organisation',
      meaning:
        'Eine andere Organisation verwendet denselben Server oder will es. Das kann ein gemeinsamer Anbieter sein.',
    },
    REPORT_MISSING: {
      title: 'Prüfbericht fehlt',
      meaning: 'Der Bericht ist nicht mehr gespeichert. Bitten Sie um eine erneute Prüfung, bevor Sie freigeben.',
    },
  },
  checklist: {
    REPORT_READ: 'Ich habe den Prüfbericht gelesen, auch seine Warnungen.',
    SENDER_BELONGS_TO_ORGANIZATION: 'Absenderadresse und -name gehören zu dieser Organisation.',
    SERVER_BELONGS_TO_ORGANIZATION: 'Der Server gehört der Organisation, oder sie hat den Anbieter gewählt.',
    CHANGES_COMPARED: 'Ich habe die Änderungen gegenüber der aktiven Fassung angesehen.',
    RISKS_WEIGHED: 'Ich habe die Hinweise abgewogen und kann sie vertreten.',
  },
  reasons: {
    SENDER_DOMAIN_UNPROVEN:
      'Wir konnten nicht nachvollziehen, dass die Domain der Absenderadresse zu Ihrem Unternehmen gehört. Bitte verwenden Sie eine Adresse Ihrer eigenen Domain.',
    FREE_MAIL_SENDER:
      'Die Absenderadresse gehört zu einem kostenlosen Postfach. Bitte verwenden Sie eine Adresse Ihres Unternehmens, damit Empfänger Ihren Nachrichten vertrauen.',
    SENDER_NAME_MISLEADING:
      'Der Absendername lässt nicht erkennen, dass die Nachrichten von Ihrem Unternehmen kommen. Bitte wählen Sie den Namen, unter dem Ihre Empfänger Sie kennen.',
    PERSONAL_MAILBOX:
      'Die Zugangsdaten gehören offenbar zum Postfach einer einzelnen Person. Bitte richten Sie ein eigenes Konto für den Versand ein, damit er nicht von dieser Person abhängt.',
    DNS_RECORDS_MISSING:
      'Der Domain fehlen Einträge, ohne die Ihre Nachrichten oft im Spam landen (SPF, DKIM oder DMARC). Der Prüfbericht nennt sie; bitte ergänzen Sie die Einträge und lassen Sie erneut prüfen.',
    CERTIFICATE_ENDS_SOON:
      'Das Zertifikat Ihres Servers läuft in Kürze ab. Bitte erneuern Sie es, damit der Versand nicht unterbrochen wird.',
    HOST_NOT_FOR_SENDING:
      'Der angegebene Server ist nicht für den Versand vorgesehen. Bitte tragen Sie den Ausgangsserver (SMTP) Ihres Anbieters ein.',
    SENDER_OF_ANOTHER_COMPANY: 'Die Absenderadresse gehört einem anderen Unternehmen. Das können wir nicht freigeben.',
    CONSUMER_CONNECTION:
      'Der Server steht an einem privaten Internetanschluss. Nachrichten von dort werden von vielen Empfängern abgelehnt; wir können ihn deshalb nicht freigeben.',
    NOT_ORDERED:
      'Der eigene Mailserver ist für Ihre Organisation nicht beauftragt. Bitte wenden Sie sich an Ihre Ansprechperson bei uns.',
  },
};

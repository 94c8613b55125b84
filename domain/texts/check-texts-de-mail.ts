import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** German texts of the stages from the login to the test mail, and of the check run itself. */
export const germanMailTexts = {
  AUTH_ACCEPTED: {
    title: 'Die Anmeldung war erfolgreich',
    meaning: 'Benutzername und Passwort wurden angenommen[ (Verfahren {mechanism})].',
    mend: null,
  },
  AUTH_REFUSED: {
    title: 'Benutzername oder Passwort stimmen nicht',
    meaning: 'Der Server hat die Anmeldung abgelehnt.',
    mend: 'Geben Sie Benutzername und Passwort erneut ein und achten Sie auf Leerzeichen am Anfang und Ende. Oft ist der Benutzername die vollständige Mailadresse. Ist eine Zwei-Faktor-Anmeldung aktiv, brauchen Sie meist ein eigenes App-Passwort.',
  },
  AUTH_APP_PASSWORD_NEEDED: {
    title: 'Es wird ein App-Passwort benötigt',
    meaning: 'Das Konto ist richtig, aber der Anbieter lässt für Programme das normale Passwort nicht zu.',
    mend: 'Erzeugen Sie beim Anbieter ein App-Passwort und tragen Sie es ohne Leerzeichen als Passwort ein.',
  },
  AUTH_DISABLED_FOR_MAILBOX: {
    title: 'Der Versand über SMTP ist für dieses Postfach abgeschaltet',
    meaning: 'Der Anbieter erlaubt diesem Postfach die Anmeldung über SMTP (SMTP AUTH) nicht.',
    mend: 'Lassen Sie „Authentifiziertes SMTP“ für dieses Postfach einschalten (Microsoft 365: Admin Center › Benutzer › E-Mail › E-Mail-Apps verwalten).',
  },
  AUTH_DISABLED_FOR_TENANT: {
    title: 'Der Versand über SMTP ist für Ihre Organisation abgeschaltet',
    meaning: 'Der Anbieter erlaubt in Ihrer gesamten Organisation keine Anmeldung über SMTP (SMTP AUTH).',
    mend: 'Lassen Sie SMTP AUTH durch die Administration Ihrer Mailumgebung freigeben, am besten nur für das verwendete Postfach.',
  },
  AUTH_BASIC_DISABLED: {
    title: 'Die Anmeldung mit Passwort ist nicht mehr zulässig',
    meaning: 'Der Anbieter hat die Anmeldung mit Benutzername und Passwort (Basic Authentication) abgeschaltet.',
    mend: 'Lassen Sie diese Anmeldung freigeben, falls der Anbieter das noch erlaubt, oder verwenden Sie einen anderen Mailserver. Unser Support berät Sie gern.',
  },
  AUTH_SECURITY_DEFAULTS: {
    title: 'Sicherheitsstandards verhindern die Anmeldung',
    meaning: 'In Ihrer Organisation sind Sicherheitsstandards aktiv, die eine Anmeldung über SMTP nicht zulassen.',
    mend: 'Lassen Sie durch Ihre Administration eine Ausnahme für das verwendete Postfach einrichten, zum Beispiel über eine Richtlinie für bedingten Zugriff.',
  },
  AUTH_ACCOUNT_LOCKED: {
    title: 'Das Konto ist gesperrt',
    meaning: 'Der Server meldet, dass dieses Konto gesperrt oder deaktiviert ist oder eine Bestätigung verlangt.',
    mend: 'Melden Sie sich mit dem Konto einmal im Browser an und folgen Sie den Hinweisen, oder lassen Sie es durch Ihre Administration entsperren.',
  },
  AUTH_PASSWORD_UNUSABLE: {
    title: 'Dieses Passwort lässt sich nicht verwenden',
    meaning:
      'Das gespeicherte Passwort ist leer, oder Benutzername oder Passwort enthalten ein Zeichen, das SMTP nicht übertragen kann.',
    mend: 'Geben Sie Benutzername und Passwort neu ein.',
  },
  AUTH_MECHANISM_MISSING: {
    title: 'Der Server bietet keine passende Anmeldung an',
    meaning:
      'Der Server lässt auf diesem Port keine Anmeldung zu, oder keines der Verfahren PLAIN, LOGIN und CRAM-MD5.',
    mend: 'Verwenden Sie den Port für den Versand (587 oder 465) statt Port 25, und schalten Sie auf dem Server die Anmeldung mit Passwort ein.',
  },
  AUTH_TEMPORARY: {
    title: 'Die Anmeldung ist gerade nicht möglich',
    meaning: 'Der Server konnte die Anmeldung im Moment nicht prüfen.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Viele Versuche in kurzer Zeit können zu einer vorübergehenden Sperre führen.',
  },
  AUTH_CONNECTION_LIMIT: {
    title: 'Zu viele gleichzeitige Verbindungen',
    meaning: 'Der Anbieter erlaubt für dieses Postfach nur wenige Verbindungen zur selben Zeit.',
    mend: 'Starten Sie die Prüfung erneut, wenn gerade keine anderen Programme über dieses Postfach senden. Am besten verwenden Sie ein eigenes Postfach für den Versand.',
  },
  SENDER_ACCEPTED: {
    title: 'Der Absender wurde angenommen',
    meaning: 'Der Server nimmt Mails mit diesem Rücksendepfad an[: {sender}].',
    mend: null,
  },
  SENDER_REFUSED: {
    title: 'Der Absender wurde abgelehnt',
    meaning:
      'Der Server erlaubt dem angemeldeten Konto nicht, mit diesem Absender oder Rücksendepfad[ ({sender})] zu senden.',
    mend: 'Geben Sie dem Konto auf dem Mailserver das Recht, mit dieser Adresse zu senden („Senden als“), oder verwenden Sie eine Adresse, die dem Konto gehört.',
  },
  SENDER_TEMPORARY: {
    title: 'Der Absender konnte gerade nicht angenommen werden',
    meaning: 'Der Server hat den Absender vorübergehend abgelehnt.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut.',
  },
  RETURN_PATH_ACCEPTED: {
    title: 'Der Server akzeptiert auch diesen Rückweg',
    meaning: 'Unzustellbarkeitsmeldungen könnten auch diesen Weg nehmen[: {returnPath}].',
    mend: null,
  },
  RETURN_PATH_REFUSED: {
    title: 'Dieser Rückweg steht mit dem Server nicht zur Wahl',
    meaning:
      'Der Server lässt die Absenderadresse im Umschlag nicht zu, die dieser Rückweg[ ({returnPath})] braucht. Der Versand ist davon nicht betroffen.',
    mend: 'Sie müssen nichts tun. Wenn Sie diesen Rückweg wählen möchten, lassen Sie am Server weitere Umschlagabsender für die Anmeldung zu.',
  },
  RETURN_PATH_UNCLEAR: {
    title: 'Ob dieser Rückweg zur Wahl steht, ist offen',
    meaning:
      'Der Server hat auf die Frage nach diesem Rückweg[ ({returnPath})] keine klare Antwort gegeben. Der Versand ist davon nicht betroffen.',
    mend: 'Starten Sie die Prüfung noch einmal, wenn Sie diesen Rückweg wählen möchten.',
  },
  RECIPIENT_ACCEPTED: {
    title: 'Der Empfänger wurde angenommen',
    meaning: 'Der Server nimmt Mails an die Testadresse an[: {recipient}].',
    mend: null,
  },
  RECIPIENT_REFUSED: {
    title: 'Der Empfänger wurde abgelehnt',
    meaning: 'Der Server nimmt keine Mail an die Testadresse[ {recipient}] an.',
    mend: 'Prüfen Sie, ob es diese Adresse gibt und ob das Konto an beliebige Empfänger senden darf.',
  },
  CHECK_ADDRESS_REFUSED: {
    title: 'Die Prüfadresse wurde abgelehnt',
    meaning:
      'Der Server nimmt keine Mails an unsere Prüfadresse an[: {recipient}]. Die Testmail kommt deshalb nicht von selbst zu uns zurück.',
    mend: 'Bestätigen Sie die Testmail mit dem Link oder dem Code, der darin steht. Soll sie von selbst zurückkommen, muss der Server Mails an fremde Domains zustellen dürfen.',
  },
  RELAY_REFUSED: {
    title: 'Der Server leitet keine Mails weiter',
    meaning: 'Der Server nimmt nur Mails an eigene Adressen an und sendet nicht an fremde Empfänger.',
    mend: 'Erlauben Sie dem angemeldeten Konto den Versand an externe Empfänger, oder verwenden Sie den Server für ausgehende Mails.',
  },
  RECIPIENT_TEMPORARY: {
    title: 'Der Empfänger konnte gerade nicht angenommen werden',
    meaning:
      'Der Server hat den Empfänger vorübergehend abgelehnt, zum Beispiel um unbekannte Absender zu verzögern (Greylisting).',
    mend: 'Starten Sie die Prüfung in einer Viertelstunde erneut, oder nehmen Sie unsere Adressen vom Greylisting aus.',
  },
  TEST_MAIL_ACCEPTED: {
    title: 'Die Testmail wurde angenommen',
    meaning: 'Der Server hat die Testmail[ an {recipient}] zur Zustellung übernommen.',
    mend: 'Öffnen Sie die Testmail und geben Sie den Code ein, der darin steht.',
  },
  TEST_MAIL_REFUSED: {
    title: 'Die Testmail wurde abgelehnt',
    meaning: 'Der Server hat den Inhalt der Testmail nicht angenommen, zum Beispiel wegen eines Filters.',
    mend: 'Sehen Sie im Protokoll Ihres Mailservers nach dem Grund und nehmen Sie unsere Mails von dem Filter aus.',
  },
  TEST_MAIL_SEND_AS_REFUSED: {
    title: 'Das Konto darf nicht mit diesem Absender senden',
    meaning:
      'Der Server hat die Testmail abgelehnt, weil dem angemeldeten Konto das Recht fehlt, mit der eingestellten Absenderadresse zu senden.',
    mend: 'Geben Sie dem Konto das Recht „Senden als“ für die Absenderadresse, oder stellen Sie als Absender die Adresse des Kontos ein.',
  },
  TEST_MAIL_TOO_LARGE: {
    title: 'Der Server nimmt nur sehr kleine Mails an',
    meaning: 'Schon die Testmail überschreitet die Größe, die der Server zulässt.',
    mend: 'Erhöhen Sie die zulässige Größe auf mindestens 25 MB, damit auch Mails mit Dokumenten ankommen.',
  },
  TEST_MAIL_TEMPORARY: {
    title: 'Die Testmail konnte gerade nicht angenommen werden',
    meaning: 'Der Server hat die Testmail vorübergehend abgelehnt.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Bleibt der Fehler bestehen, prüfen Sie den Speicherplatz und die Filter des Servers.',
  },
  TEST_MAIL_ANSWER_LOST: {
    title: 'Die Bestätigung der Testmail ging verloren',
    meaning:
      'Die Testmail wurde vollständig übertragen, aber der Server hat die Annahme nicht bestätigt. Vielleicht kommt sie trotzdem an.',
    mend: 'Starten Sie die Prüfung erneut. Bleibt der Fehler bestehen, prüfen Sie, was auf dem Server die Annahme verzögert, zum Beispiel ein Virenscanner.',
  },
  TEST_MAIL_BOUNCED: {
    title: 'Die Testmail wurde als unzustellbar gemeldet',
    meaning:
      'Der Server hat die Testmail angenommen und später gemeldet, dass er sie nicht zustellen konnte[ ({recipient})][, Status {enhancedStatus}].',
    mend: 'Prüfen Sie die Adresse, und sehen Sie im Protokoll des Servers nach, warum er die E-Mail nicht zustellen konnte.',
  },
  RETURNED_MAIL_RECEIVED: {
    title: 'Die Testmail kam zurück',
    meaning: 'Die Testmail ist wieder bei uns angekommen[ (Laufzeit: {seconds} s][, Server unterwegs: {hops})].',
    mend: null,
  },
  RETURNED_MAIL_UNCHANGED: {
    title: 'Der Server lässt Absender und Antwortadresse, wie sie sind',
    meaning: 'Absender, Antwortadresse, Message-ID und Rückweg kamen an, wie sie gesendet wurden.',
    mend: null,
  },
  RETURNED_MAIL_REWRITTEN: {
    title: 'Der Server schreibt Teile der Mail um',
    meaning: 'Was ankam, unterscheidet sich von dem, was gesendet wurde[: {fields}].',
    mend: 'Erlauben Sie dem Postfach, unter der Absenderadresse zu senden („Senden als“), und schalten Sie das Umschreiben von Absender und Antwortadresse am Server ab.',
  },
  RETURNED_MAIL_FOOTER_ADDED: {
    title: 'Der Server fügt Text hinzu',
    meaning: 'In der Testmail steht mehr, als gesendet wurde[: „{added}“].',
    mend: 'Nehmen Sie Mails dieses Postfachs von Fußzeilen, Signaturen und Hinweisen aus, die der Server automatisch anfügt. Eine DKIM-Signatur, die vorher gesetzt wurde, wird durch sie ungültig.',
  },
  RETURNED_MAIL_BODY_CHANGED: {
    title: 'Der Server verändert den Text',
    meaning: 'Der Text der Testmail kam anders an, als er gesendet wurde, zum Beispiel mit umgeschriebenen Links.',
    mend: 'Nehmen Sie Mails dieses Postfachs vom Umschreiben von Links (Klickverfolgung, Linkschutz) und von anderen Änderungen am Text aus.',
  },
  RETURNED_MAIL_UNSUBSCRIBE_ADDED: {
    title: 'Der Server fügt eine Abmeldemöglichkeit hinzu',
    meaning: 'Transaktionale Mails dürfen keine haben; der Server hat eine hinzugefügt[ ({fields})].',
    mend: 'Schalten Sie die Abonnementverwaltung für diese Mails bei Ihrem Anbieter ab.',
  },
  RETURNED_MAIL_AUTHENTICATED: {
    title: 'Die Mail weist ihre Absenderdomain nach',
    meaning:
      'Empfangende Server können prüfen, dass die Mail von Ihrer Domain kommt[ (SPF {spf}][, DKIM {dkim}][, DMARC {dmarc})].',
    mend: null,
  },
  RETURNED_MAIL_UNAUTHENTICATED: {
    title: 'Die Mail weist ihre Absenderdomain nicht nach',
    meaning:
      'Empfangende Server können nicht prüfen, dass die Mail von Ihrer Domain kommt, und könnten sie als Spam behandeln[ (SPF {spf}][, DKIM {dkim}][, DMARC {dmarc})].',
    mend: 'Lassen Sie den Server mit DKIM für die Domain der Absenderadresse signieren, oder erlauben Sie den Server im SPF-Eintrag dieser Domain.',
  },
  RETURNED_MAIL_AUTHENTICATION_UNKNOWN: {
    title: 'Ob die Mail ihre Absenderdomain nachweist, ist noch offen',
    meaning:
      'Der Namensdienst gab auf die Fragen nach SPF, DKIM und DMARC keine Antwort; das sagt nichts über Ihren Server[ (SPF {spf}][, DKIM {dkim}][, DMARC {dmarc})].',
    mend: 'Wiederholen Sie die Prüfung in ein paar Minuten. Bleibt es dabei, sehen Sie nach, ob die Namensserver Ihrer Domain antworten.',
  },
  RETURNED_MAIL_NO_LISTENER: {
    title: 'Der Rückweg der Testmail wurde nicht geprüft',
    meaning: 'Es ist kein Eingang eingerichtet, an dem die Testmail wieder ankommen könnte.',
    mend: 'Öffnen Sie das Postfach, an das die Testmail ging, und sehen Sie nach, ob und wie sie angekommen ist.',
  },
  RETURNED_MAIL_MISSING: {
    title: 'Die Testmail kam nicht zurück',
    meaning:
      'Sie kam bei uns nicht an[, jedenfalls nicht innerhalb von {seconds} Sekunden]. Sie kann noch unterwegs sein.',
    mend: 'Sehen Sie im Protokoll des Mailservers nach, was aus der Testmail wurde, und ob er Mails an die Domain der Prüfadresse[ ({domain})] zustellen kann (MX-Eintrag, Port 25).',
  },
  RETURNED_MAIL_NOT_AWAITED: {
    title: 'Der Rückweg der Testmail wurde nicht geprüft',
    meaning: 'Auf die Rückkehr der Testmail wurde auf Wunsch nicht gewartet.',
    mend: null,
  },
  SKIPPED_AFTER_FAILURE: {
    title: 'Nicht geprüft',
    meaning: 'Dieser Schritt setzt einen anderen voraus, der noch nicht erfolgreich war.',
    mend: null,
  },
  CHECK_INTERRUPTED: {
    title: 'Die Prüfung wurde unterbrochen',
    meaning: 'Die Prüfung wurde vor ihrem Ende angehalten. Über Ihren Server sagt das nichts aus.',
    mend: 'Starten Sie die Prüfung erneut.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

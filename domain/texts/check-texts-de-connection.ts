import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** German texts of the stages from the name look-up to TLS. */
export const germanConnectionTexts = {
  EGRESS_ALLOWED: {
    title: 'Adresse und Port sind zulässig',
    meaning: 'Verbindungen zu diesem Server[ ({host}, Port {port})] sind erlaubt.',
    mend: null,
  },
  EGRESS_PORT_REFUSED: {
    title: 'Dieser Port ist nicht zulässig',
    meaning: 'Wir bauen nur zu den üblichen Ports für den Mailversand Verbindungen auf[, nicht zu Port {port}].',
    mend: 'Verwenden Sie Port 587 mit STARTTLS oder Port 465 mit TLS. Welcher der beiden gilt, nennt Ihnen Ihr Mailanbieter.',
  },
  EGRESS_ADDRESS_REFUSED: {
    title: 'Diese Adresse ist nicht zulässig',
    meaning:
      'Der angegebene Server[ ({host})] liegt nicht im öffentlichen Internet oder ist in einer mehrdeutigen Schreibweise angegeben. Aus Sicherheitsgründen bauen wir dorthin keine Verbindung auf.',
    mend: 'Geben Sie den öffentlich erreichbaren Namen Ihres Mailservers an. Zeigt der Name auf mehrere Adressen, müssen alle öffentlich sein.',
  },
  DNS_RESOLVED: {
    title: 'Der Servername wurde gefunden',
    meaning: 'Der Name verweist auf erreichbare Adressen[: {addresses}].',
    mend: null,
  },
  DNS_NOT_FOUND: {
    title: 'Diesen Servernamen gibt es nicht',
    meaning: 'Im Namensdienst (DNS) ist zu diesem Namen[ ({host})] keine Adresse eingetragen.',
    mend: 'Prüfen Sie die Schreibweise des Servernamens. Bei einem neu angelegten Namen kann es einige Stunden dauern, bis er überall bekannt ist.',
  },
  DNS_TROUBLE: {
    title: 'Der Servername konnte gerade nicht aufgelöst werden',
    meaning: 'Der Namensdienst (DNS) hat nicht oder nur mit einem Fehler geantwortet. Das kann vorübergehend sein.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Bleibt der Fehler bestehen, lassen Sie die Nameserver Ihrer Domain prüfen.',
  },
  HOST_NOT_PUBLIC: {
    title: 'Unter diesem Namen ist kein öffentlicher Server eingetragen',
    meaning:
      'Im Namensdienst (DNS) gibt es zu diesem Namen[ ({host})] keine Adresse, oder nicht alle Adressen liegen im öffentlichen Internet. Dorthin bauen wir keine Verbindung auf.',
    mend: 'Prüfen Sie die Schreibweise und geben Sie den Namen an, unter dem Ihr Mailserver aus dem Internet erreichbar ist. Zeigt er auf mehrere Adressen, müssen alle öffentlich sein. Ein neu angelegter Name braucht einige Stunden, bis er überall bekannt ist.',
  },
  CONNECTED: {
    title: 'Verbindung hergestellt',
    meaning: 'Der Server nimmt Verbindungen an[ (Adresse {address})].',
    mend: null,
  },
  CONNECTION_FAILED: {
    title: 'Der Server ist nicht erreichbar',
    meaning: 'Es ließ sich keine Verbindung zum Server aufbauen. Die Ursache kann vorübergehend im Netz liegen.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Bleibt der Fehler bestehen, prüfen Sie Servername und Port.',
  },
  SERVER_UNREACHABLE: {
    title: 'Hier meldet sich kein Mailserver',
    meaning:
      'Unter Servername und Port[ ({host})] hat sich in der vorgesehenen Zeit kein Mailserver gemeldet. Woran es im Einzelnen lag, zeigen wir aus Sicherheitsgründen nur unserer Prüfstelle.',
    mend: 'Prüfen Sie Servername, Port und Verschlüsselung: Port 587 gehört zu STARTTLS, Port 465 zu TLS. Stellen Sie sicher, dass der Mailserver läuft und Ihre Firewall Verbindungen von unseren Adressen zulässt. Port 25 wird oft gesperrt.',
  },
  CONNECTION_REFUSED: {
    title: 'Der Server lehnt die Verbindung ab',
    meaning: 'Unter der Adresse antwortet ein Rechner, aber auf diesem Port nimmt kein Mailserver Verbindungen an.',
    mend: 'Prüfen Sie den Port: üblich sind 587 mit STARTTLS und 465 mit TLS. Stellen Sie sicher, dass der Mailserver läuft.',
  },
  CONNECTION_TIMED_OUT: {
    title: 'Der Server antwortet nicht',
    meaning:
      'Auf unseren Verbindungsversuch kam keine Antwort. Häufig verwirft eine Firewall die Verbindung, oder der Port stimmt nicht.',
    mend: 'Prüfen Sie Servername und Port und lassen Sie Verbindungen von unseren Adressen in Ihrer Firewall zu. Port 25 wird oft gesperrt; verwenden Sie 587 oder 465.',
  },
  CONNECTION_LOST: {
    title: 'Die Verbindung ist abgebrochen',
    meaning: 'Der Server hat die Verbindung während des Gesprächs beendet, ohne einen Grund zu nennen.',
    mend: 'Starten Sie die Prüfung erneut. Bleibt der Fehler bestehen, sehen Sie im Protokoll Ihres Mailservers nach dem Grund.',
  },
  SERVER_TOO_SLOW: {
    title: 'Der Server antwortet zu langsam',
    meaning: 'Der Server hat eine Antwort begonnen oder erwartet, sie aber nicht in der vorgesehenen Zeit gegeben.',
    mend: 'Starten Sie die Prüfung später erneut. Bleibt der Fehler bestehen, prüfen Sie die Auslastung des Servers und ob er neue Absender absichtlich verzögert.',
  },
  GREETING_RECEIVED: {
    title: 'Der Mailserver hat sich gemeldet',
    meaning: 'Auf diesem Port antwortet ein Mailserver.',
    mend: null,
  },
  GREETING_MISSING: {
    title: 'Der Mailserver meldet sich nicht',
    meaning: 'Die Verbindung kam zustande, aber der Server hat sich nicht als Mailserver gemeldet.',
    mend: 'Prüfen Sie den Port und die Verschlüsselung: Port 465 gehört zu TLS, Port 587 zu STARTTLS. Möglicherweise lässt der Server auch nur bestimmte Absenderadressen zu.',
  },
  GREETING_REFUSED: {
    title: 'Der Mailserver weist uns ab',
    meaning:
      'Der Server hat die Verbindung angenommen und sofort abgelehnt. Meist lässt er nur bestimmte Adressen zu, oder unsere Adresse steht auf einer Sperrliste.',
    mend: 'Nehmen Sie unsere Adressen in die Liste der erlaubten Absender Ihres Mailservers auf.',
  },
  SERVER_BUSY: {
    title: 'Der Mailserver ist gerade nicht verfügbar',
    meaning: 'Der Server hat uns gebeten, es später noch einmal zu versuchen.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Kommt die Antwort immer wieder, begrenzt der Server vermutlich Verbindungen von unseren Adressen oder erkennt unseren Namen nicht an.',
  },
  PROTOCOL_BROKEN: {
    title: 'Der Server spricht kein verständliches SMTP',
    meaning:
      'Die Antwort des Servers hält sich nicht an das Mailprotokoll. Wahrscheinlich läuft auf diesem Port ein anderer Dienst.',
    mend: 'Prüfen Sie Servername und Port. Steht ein Filter oder eine Firewall davor, die SMTP verändert, schalten Sie diese Funktion ab.',
  },
  EHLO_ACCEPTED: {
    title: 'Der Mailserver hat seine Fähigkeiten genannt',
    meaning: 'Der Server nimmt unseren Namen an und kennt die folgenden Erweiterungen[: {extensions}].',
    mend: null,
  },
  EHLO_REFUSED: {
    title: 'Der Mailserver lehnt unseren Namen ab',
    meaning: 'Der Server akzeptiert den Namen nicht, mit dem wir uns vorstellen (EHLO).',
    mend: 'Lassen Sie unseren Namen in der Konfiguration Ihres Mailservers zu, oder nehmen Sie angemeldete Absender von dieser Prüfung aus.',
  },
  TLS_VERIFIED: {
    title: 'Die Verbindung ist sicher verschlüsselt',
    meaning: 'Der Server hat sich mit einem gültigen Zertifikat ausgewiesen[ ({version}, gültig bis {expiresAt})].',
    mend: null,
  },
  TLS_VERIFIED_BY_AUTHORITY: {
    title: 'Die Verbindung ist mit einer eigenen Zertifizierungsstelle gesichert',
    meaning:
      'Der Server hat sich mit einem Zertifikat ausgewiesen, das von der eigenen Zertifizierungsstelle der Organisation stammt[ ({version}, gültig bis {expiresAt})].',
    mend: null,
  },
  TLS_VERIFIED_BY_FINGERPRINT: {
    title: 'Der Server zeigt genau das festgelegte Zertifikat',
    meaning:
      'Das Zertifikat stimmt mit dem hinterlegten Fingerabdruck überein[ ({version}, gültig bis {expiresAt})]. Nach jeder Erneuerung muss der neue Fingerabdruck eingetragen werden.',
    mend: null,
  },
  TLS_CERTIFICATE_EXPIRES_SOON: {
    title: 'Das Zertifikat läuft bald ab',
    meaning:
      'Die Verbindung ist sicher, aber das Zertifikat des Servers ist nur noch kurz gültig[: {daysLeft} Tage, bis {expiresAt}].',
    mend: 'Erneuern Sie das Zertifikat rechtzeitig. Nach dem Ablauf können über diesen Server keine Mails mehr versendet werden.',
  },
  TLS_NOT_OFFERED: {
    title: 'Der Server bietet keine Verschlüsselung an',
    meaning: 'Auf diesem Port ist kein STARTTLS möglich. Ohne Verschlüsselung senden wir weder Passwort noch Mails.',
    mend: 'Schalten Sie STARTTLS auf dem Server ein, oder verwenden Sie Port 465 mit TLS. Manche Firewalls entfernen STARTTLS; schalten Sie diese Funktion dort ab.',
  },
  TLS_WRONG_MODE: {
    title: 'Port und Verschlüsselung passen nicht zusammen',
    meaning:
      'Der Server erwartet auf diesem Port eine andere Art der Verschlüsselung als eingestellt[, nämlich {rightMode}].',
    mend: 'Stellen Sie die Verschlüsselung[ auf {rightMode}] um, oder wechseln Sie den Port: Port 465 gehört zu TLS, Port 587 zu STARTTLS.',
  },
  TLS_HANDSHAKE_FAILED: {
    title: 'Die Verschlüsselung kam nicht zustande',
    meaning: 'Server und Client konnten sich auf keine sichere Verbindung einigen.',
    mend: 'Prüfen Sie die TLS-Einstellungen des Servers: Er braucht TLS 1.2 oder neuer, zeitgemäße Verfahren und ein Zertifikat mit passendem Schlüssel.',
  },
  TLS_VERSION_TOO_OLD: {
    title: 'Die Verschlüsselung des Servers ist veraltet',
    meaning: 'Der Server beherrscht nur Versionen von TLS, die nicht mehr als sicher gelten.',
    mend: 'Schalten Sie auf dem Server TLS 1.2 oder TLS 1.3 ein.',
  },
  TLS_TEMPORARY: {
    title: 'Verschlüsselung ist gerade nicht möglich',
    meaning: 'Der Server bietet STARTTLS an, kann es im Moment aber nicht ausführen.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Bleibt der Fehler bestehen, prüfen Sie Zertifikat und Schlüssel des Servers.',
  },
  TLS_INJECTION: {
    title: 'Vor der Verschlüsselung wurden Daten eingeschleust',
    meaning:
      'Zwischen der Zusage von STARTTLS und der Verschlüsselung kamen ungesicherte Daten an. So gehen Angreifer vor, die sich in eine Verbindung einschalten.',
    mend: 'Aktualisieren Sie die Software des Mailservers und prüfen Sie Filter und Firewalls vor dem Server.',
  },
  TLS_CERTIFICATE_EXPIRED: {
    title: 'Das Zertifikat ist abgelaufen',
    meaning: 'Der Server weist sich mit einem Zertifikat aus, das nicht mehr gültig ist[ (gültig bis {expiresAt})].',
    mend: 'Erneuern Sie das Zertifikat des Mailservers und starten Sie den Dienst neu, damit er es verwendet.',
  },
  TLS_CERTIFICATE_NOT_YET_VALID: {
    title: 'Das Zertifikat ist noch nicht gültig',
    meaning: 'Die Gültigkeit des Zertifikats beginnt erst in der Zukunft.',
    mend: 'Prüfen Sie Datum und Uhrzeit des Rechners, der das Zertifikat ausgestellt hat, oder installieren Sie ein bereits gültiges Zertifikat.',
  },
  TLS_CERTIFICATE_UNTRUSTED: {
    title: 'Dem Zertifikat wird nicht vertraut',
    meaning:
      'Das Zertifikat ist selbst ausgestellt, stammt von einer unbekannten Stelle, oder der Server liefert das Zwischenzertifikat nicht mit.[ Gezeigt wurde: {chain}.]',
    mend: 'Verwenden Sie ein Zertifikat einer öffentlichen Stelle und lassen Sie den Server die vollständige Kette mit allen Zwischenzertifikaten ausliefern.',
  },
  TLS_CERTIFICATE_WRONG_NAME: {
    title: 'Das Zertifikat gilt für einen anderen Namen',
    meaning: 'Das Zertifikat des Servers gilt nicht für den eingetragenen Servernamen.[ Es gilt für: {names}.]',
    mend: 'Tragen Sie einen Servernamen ein, für den das Zertifikat gilt, oder lassen Sie das Zertifikat auf den eingetragenen Namen ausstellen.',
  },
  TLS_CERTIFICATE_NOT_PINNED: {
    title: 'Der Server zeigt ein anderes Zertifikat als festgelegt',
    meaning:
      'Der Fingerabdruck des Zertifikats stimmt nicht mit dem hinterlegten überein.[ Gezeigt wurde {sha256}.] Entweder wurde das Zertifikat erneuert, oder jemand gibt sich als Ihr Server aus.',
    mend: 'Fragen Sie den Betreiber des Servers, ob er das Zertifikat erneuert hat. Nur dann reichen Sie die Einstellungen mit dem neuen Fingerabdruck neu ein.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

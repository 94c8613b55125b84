import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** German texts of the login by OAuth 2.0. */
export const germanOAuthTexts = {
  AUTH_TOKEN_REFUSED: {
    title: 'Der Mailserver nimmt das Zugriffstoken nicht an',
    meaning: 'Der Anbieter hat ein Token ausgestellt, aber der Mailserver lässt damit nicht in dieses Postfach.',
    mend: 'Prüfen Sie, ob der Benutzername die Adresse des Postfachs ist und ob die Anwendung darauf zugreifen darf. Microsoft 365: Dienstprinzipal in Exchange Online anlegen, Postfachrecht „FullAccess“ vergeben und „Authentifiziertes SMTP“ für das Postfach einschalten.',
  },
  OAUTH_ENDPOINT_REFUSED: {
    title: 'Die Adresse für Zugriffstoken ist nicht zulässig',
    meaning:
      'Der eingetragene Token-Endpunkt liegt nicht im öffentlichen Internet oder auf einem unüblichen Port. Aus Sicherheitsgründen bauen wir dorthin keine Verbindung auf.',
    mend: 'Tragen Sie den öffentlich erreichbaren Token-Endpunkt Ihres Anbieters ein (https, Port 443).',
  },
  OAUTH_ENDPOINT_UNREACHABLE: {
    title: 'Es war kein Zugriffstoken zu bekommen',
    meaning: 'Der Token-Endpunkt hat nicht, nicht rechtzeitig oder nicht sicher verschlüsselt geantwortet.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut. Bleibt der Fehler bestehen, prüfen Sie die Adresse des Token-Endpunkts und sein Zertifikat.',
  },
  OAUTH_TEMPORARY: {
    title: 'Der Anbieter stellt gerade keine Zugriffstoken aus',
    meaning: 'Der Token-Endpunkt ist überlastet oder gestört.',
    mend: 'Starten Sie die Prüfung in einigen Minuten erneut.',
  },
  OAUTH_ANSWER_UNUSABLE: {
    title: 'Der Token-Endpunkt antwortet nicht wie erwartet',
    meaning:
      'Die Antwort enthält kein brauchbares Zugriffstoken. Vermutlich führt die Adresse zu einem anderen Dienst.',
    mend: 'Prüfen Sie die Adresse des Token-Endpunkts; sie endet meist auf „/token“.',
  },
  OAUTH_CLIENT_REFUSED: {
    title: 'Die Anwendung wurde nicht erkannt',
    meaning: 'Der Anbieter kennt die Anwendung oder das Dienstkonto nicht, oder der geheime Schlüssel stimmt nicht.',
    mend: 'Prüfen Sie Anwendungs-ID (Client-ID) oder Dienstkonto und geben Sie das Clientgeheimnis oder den privaten Schlüssel erneut ein. Bei Microsoft 365 wird der Wert des Geheimnisses gebraucht, nicht seine ID.',
  },
  OAUTH_SECRET_EXPIRED: {
    title: 'Das Clientgeheimnis ist abgelaufen',
    meaning: 'Der Anbieter nimmt das Geheimnis der Anwendung nicht mehr an, weil seine Gültigkeit zu Ende ist.',
    mend: 'Legen Sie beim Anbieter ein neues Clientgeheimnis an und tragen Sie es hier ein. Merken Sie sich, wann es abläuft.',
  },
  OAUTH_TENANT_UNKNOWN: {
    title: 'Diesen Mandanten gibt es nicht',
    meaning: 'Der Anbieter kennt die eingetragene Mandanten-ID oder Domain nicht.',
    mend: 'Tragen Sie die Verzeichnis-ID (Mandanten-ID) aus dem Microsoft Entra Admin Center ein.',
  },
  OAUTH_USER_UNKNOWN: {
    title: 'Dieses Postfach gibt es beim Anbieter nicht',
    meaning: 'Der Anbieter kennt das Konto nicht, in dessen Namen gesendet werden soll.',
    mend: 'Tragen Sie als Benutzernamen die Hauptadresse des Kontos ein, keine Aliasadresse.',
  },
  OAUTH_PERMISSION_MISSING: {
    title: 'Der Anwendung fehlt eine Berechtigung',
    meaning: 'Der Anbieter erlaubt der Anwendung nicht, über SMTP zu senden.',
    mend: 'Erteilen Sie die Berechtigung: bei Microsoft 365 „SMTP.SendAsApp“ mit Zustimmung der Administration, bei Google Workspace die domainweite Delegierung für „https://mail.google.com/“.',
  },
  OAUTH_TOKEN_NOT_ISSUED: {
    title: 'Der Anbieter hat kein Zugriffstoken ausgestellt',
    meaning: 'Der Token-Endpunkt hat die Anfrage abgelehnt.',
    mend: 'Prüfen Sie alle Angaben zur Anmeldung und sehen Sie in den Anmeldeprotokollen des Anbieters nach dem Grund.',
  },
  OAUTH_KEY_UNUSABLE: {
    title: 'Der private Schlüssel ist unlesbar',
    meaning: 'Der eingetragene Schlüssel des Dienstkontos ist kein privater Schlüssel in PEM-Form.',
    mend: 'Kopieren Sie den Wert von „private_key“ aus der Schlüsseldatei, mit der ersten und der letzten Zeile. Auch die ganze Schlüsseldatei wird angenommen.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

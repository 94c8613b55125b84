import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** German texts about what is known of the provider and what the DNS says about the sender. */
export const germanPostureTexts = {
  PROVIDER_RECOGNISED: {
    title: 'Der Mailanbieter ist bekannt',
    meaning:
      'Der Server gehört zu einem bekannten Anbieter[: {provider}].[ Gleichzeitige Verbindungen: höchstens {connections}.][ Mails in der Minute: höchstens {mailsPerMinute}.][ Mails am Tag: höchstens {mailsPerDay}.]',
    mend: null,
  },
  PROVIDER_HOST_MISMATCH: {
    title: 'Dieser Server nimmt keine ausgehenden Mails an',
    meaning: 'Der Name[ {host}] gehört zwar zum Anbieter[ {provider}], aber nicht zu seinem Server für den Versand.',
    mend: 'Verwenden Sie den Namen des Versandservers[: {expected}].',
  },
  PROVIDER_PORT_MISMATCH: {
    title: 'Port oder Verschlüsselung passen nicht zum Anbieter',
    meaning:
      'Der Anbieter[ {provider}] nimmt Mails mit diesen Einstellungen[, {given},] nach unserer Kenntnis nicht an.',
    mend: 'Verwenden Sie einen Port und eine Verschlüsselung, die der Anbieter nennt[: {expected}].',
  },
  PROVIDER_USER_NOT_AN_ADDRESS: {
    title: 'Als Benutzername wird eine Mailadresse erwartet',
    meaning: 'Bei diesem Anbieter[ ({provider})] ist der Benutzername die vollständige Mailadresse des Kontos.',
    mend: 'Tragen Sie die vollständige Mailadresse als Benutzernamen ein.',
  },
  PROVIDER_USER_NOT_FIXED_NAME: {
    title: 'Der Benutzername ist bei diesem Anbieter vorgegeben',
    meaning:
      'Bei diesem Anbieter[ ({provider})] melden sich alle Kunden mit demselben Benutzernamen an; das Passwort ist ein API-Schlüssel.',
    mend: 'Tragen Sie den vorgegebenen Benutzernamen ein[: {expected}].',
  },
  PROVIDER_USER_NOT_A_KEY: {
    title: 'Als Benutzername wird ein Schlüssel erwartet',
    meaning: 'Bei diesem Anbieter[ ({provider})] ist der Benutzername ein Schlüssel oder Token, keine Mailadresse.',
    mend: 'Erstellen Sie beim Anbieter Zugangsdaten für SMTP und tragen Sie diese unverändert ein.',
  },
  PROVIDER_BASIC_AUTH_ENDING: {
    title: 'Die Anmeldung mit Passwort läuft bei diesem Anbieter aus',
    meaning:
      'Der Anbieter[ {provider}] schafft die Anmeldung mit Benutzername und Passwort schrittweise ab. Der Versand kann dann ohne Vorwarnung enden.',
    mend: 'Klären Sie mit Ihrer Administration, wie lange die Anmeldung noch erlaubt ist, und planen Sie den Wechsel ein.',
  },
  DNS_POSTURE_UNKNOWN: {
    title: 'Einträge im Namensdienst konnten nicht geprüft werden',
    meaning:
      'Der Namensdienst (DNS) hat dazu[ ({domain})] nicht rechtzeitig geantwortet. Für den Versand ist das ohne Bedeutung.',
    mend: null,
  },
  SPF_FOUND: {
    title: 'Der SPF-Eintrag ist vorhanden',
    meaning: 'Die Domain des Absenders[ ({domain})] nennt die Server, die für sie senden dürfen[: {found}].',
    mend: null,
  },
  SPF_MISSING: {
    title: 'Der SPF-Eintrag fehlt',
    meaning:
      'Die Domain des Absenders[ ({domain})] nennt keine Server, die für sie senden dürfen. Empfänger halten solche Mails eher für Spam.',
    mend: 'Legen Sie im Namensdienst (DNS) der Domain einen TXT-Eintrag an[: {record}].',
  },
  SPF_SEVERAL: {
    title: 'Es gibt mehrere SPF-Einträge',
    meaning: 'Die Domain des Absenders[ ({domain})] hat mehr als einen SPF-Eintrag. Dann gilt keiner davon.',
    mend: 'Fassen Sie die Einträge zu einem einzigen zusammen, der mit v=spf1 beginnt.',
  },
  SPF_ALLOWS_EVERYBODY: {
    title: 'Der SPF-Eintrag erlaubt jeden Absender',
    meaning: 'Der Eintrag der Domain[ ({domain})] endet mit +all und lässt damit jeden Server für sie senden.',
    mend: 'Ersetzen Sie +all am Ende des Eintrags durch ~all oder -all.',
  },
  SPF_WITHOUT_SERVER: {
    title: 'Der SPF-Eintrag nennt diesen Server nicht',
    meaning:
      'Der Eintrag der Domain[ ({domain})] lässt den eingestellten Server nicht zu. Empfänger können die Mails ablehnen.',
    mend: 'Ergänzen Sie den SPF-Eintrag vor dem letzten Wort[ um {mechanism}].',
  },
  DKIM_FOUND: {
    title: 'Ein DKIM-Schlüssel ist vorhanden',
    meaning:
      'Die Domain des Absenders[ ({domain})] veröffentlicht einen Schlüssel des Anbieters[ (Selektor {selectors})].',
    mend: null,
  },
  DKIM_MISSING: {
    title: 'Es fehlt ein DKIM-Schlüssel',
    meaning:
      'Unter den üblichen Namen des Anbieters steht in der Domain[ {domain}] kein Schlüssel. Dann sind die Mails nicht mit der eigenen Domain unterschrieben.',
    mend: 'Schalten Sie DKIM beim Anbieter ein und legen Sie die Einträge an, die er Ihnen nennt[, üblicherweise unter {names}].',
  },
  DMARC_FOUND: {
    title: 'Die DMARC-Richtlinie ist vorhanden',
    meaning: 'Die Domain[ {domain}] sagt Empfängern, was mit gefälschten Mails geschehen soll[: {policy}].',
    mend: null,
  },
  DMARC_ONLY_WATCHES: {
    title: 'Die DMARC-Richtlinie beobachtet nur',
    meaning:
      'Die Domain[ {domain}] hat eine DMARC-Richtlinie, die gefälschte Mails nur meldet und nicht abweist (p=none).',
    mend: 'Stellen Sie die Richtlinie auf p=quarantine oder p=reject, sobald alle Ihre Mails SPF oder DKIM bestehen.',
  },
  DMARC_MISSING: {
    title: 'Die DMARC-Richtlinie fehlt',
    meaning:
      'Für die Domain[ {domain}] gibt es keine DMARC-Richtlinie. Große Anbieter nehmen Mails ohne sie schlechter an.',
    mend: 'Legen Sie im Namensdienst (DNS) einen TXT-Eintrag an[, Name {name}, Inhalt {record}].',
  },
  DMARC_INVALID: {
    title: 'Die DMARC-Richtlinie ist ungültig',
    meaning: 'Der Eintrag[ {name}] ist mehrfach vorhanden oder nennt keine gültige Richtlinie. Dann gilt er nicht.',
    mend: 'Berichtigen Sie den Eintrag, sodass es genau einen gibt, etwa v=DMARC1; p=none.',
  },
  MX_FOUND: {
    title: 'Die Absenderdomain empfängt Mails',
    meaning: 'Antworten und Rückläufer an die Domain[ {domain}] kommen an[ ({servers})].',
    mend: null,
  },
  MX_IMPLICIT: {
    title: 'Die Absenderdomain hat keinen MX-Eintrag',
    meaning:
      'Mails an die Domain[ {domain}] gehen an deren eigene Adresse, weil kein Mailserver für sie eingetragen ist.',
    mend: 'Legen Sie im Namensdienst (DNS) einen MX-Eintrag an, der den Server für eingehende Mails nennt.',
  },
  MX_MISSING: {
    title: 'Die Absenderdomain empfängt keine Mails',
    meaning:
      'Für die Domain[ {domain}] ist kein Mailserver eingetragen. Antworten und Rückläufer kommen nicht an, und manche Empfänger lehnen solche Absender ab.',
    mend: 'Legen Sie im Namensdienst (DNS) einen MX-Eintrag an, oder verwenden Sie einen Absender aus einer Domain mit Postfächern.',
  },
  MX_NULL: {
    title: 'Die Absenderdomain will keine Mails empfangen',
    meaning:
      'Die Domain[ {domain}] erklärt mit einem leeren MX-Eintrag, dass sie keine Mails annimmt. Viele Empfänger lehnen Mails von solchen Absendern ab.',
    mend: 'Ersetzen Sie den leeren MX-Eintrag durch einen, der Ihren Server für eingehende Mails nennt, oder wählen Sie einen anderen Absender.',
  },
  REVERSE_NAME_FOUND: {
    title: 'Der Server hat einen passenden Rückwärtseintrag',
    meaning: 'Die Adressen des Servers[ ({addresses})] führen zu einem Namen, der wieder auf sie verweist[: {names}].',
    mend: null,
  },
  REVERSE_NAME_MISSING: {
    title: 'Der Server hat keinen Rückwärtseintrag',
    meaning:
      'Zu seiner Adresse[ {addresses}] gibt es keinen Namen. Sendet der Server von dieser Adresse aus, lehnen manche Empfänger seine Mails ab.',
    mend: 'Lassen Sie beim Betreiber des Netzes einen PTR-Eintrag auf den Namen des Servers anlegen.',
  },
  REVERSE_NAME_MISMATCH: {
    title: 'Der Rückwärtseintrag des Servers führt nicht zurück',
    meaning:
      'Die Adresse[ {addresses}] hat einen Namen[ ({names})], der auf eine andere Adresse verweist. Manche Empfänger lehnen Mails solcher Server ab.',
    mend: 'Lassen Sie PTR-Eintrag und Namen so berichtigen, dass beide aufeinander verweisen.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

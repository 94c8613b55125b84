import type { AnnouncementKind } from '../announcements/announcement';
import type { AnnouncementSubject } from '../announcements/announcement-subject';
import { isCheckCode } from '../check-report';
import type { AnnouncementText } from './announcement-text';
import { checkText } from './check-texts';

type Texts = Readonly<Record<AnnouncementKind, (about: AnnouncementSubject) => AnnouncementText>>;

/** Die E-Mails über den Weg eines Mailservers, auf Deutsch. */
export const germanAnnouncements: Texts = {
  unlocked: ({ organizationName }) => ({
    subject: 'Ihr eigener E-Mail-Server kann jetzt eingerichtet werden',
    paragraphs: [
      `für ${organizationName} wurde der Versand über einen eigenen E-Mail-Server freigeschaltet.`,
      'In den Einstellungen können Sie nun die Zugangsdaten Ihres Servers eintragen. Wir prüfen sie automatisch, danach gibt ein Mensch bei uns den Server frei. Bis dahin versenden wir wie gewohnt.',
    ],
  }),
  revoked: ({ organizationName }) => ({
    subject: 'Der Versand über Ihren eigenen E-Mail-Server wurde beendet',
    paragraphs: [
      `für ${organizationName} wurde der eigene E-Mail-Server gesperrt. Alle hinterlegten Passwörter sind gelöscht.`,
      'Ihre E-Mails gehen ab sofort wieder über unsere Server hinaus.',
    ],
  }),
  'organization-closed': ({ organizationName }) => ({
    subject: 'Ihre Organisation wurde abgemeldet',
    paragraphs: [
      `${organizationName} wurde bei uns abgemeldet. Ab sofort versenden wir keine E-Mails mehr für Sie; was noch nicht hinausgegangen ist, wird nicht mehr versendet.`,
      'Alle hinterlegten Passwörter sind gelöscht. Wenn das ein Versehen war, melden Sie sich bitte bei uns.',
    ],
  }),
  'check-failed': (about) => ({
    subject: 'Ihr E-Mail-Server hat die Prüfung nicht bestanden',
    paragraphs: [
      `die automatische Prüfung von ${serverOf(about)} hat ein Problem gefunden.`,
      'Im Prüfbericht in den Einstellungen steht, was wir gefunden haben und wie Sie es beheben. Danach können Sie die Prüfung erneut starten.',
    ],
  }),
  'confirmation-wanted': (about) => ({
    subject: 'Bitte bestätigen Sie die Test-E-Mail',
    paragraphs: [
      `${serverOf(about)} hat die automatische Prüfung bestanden. Über diesen Server haben wir Ihnen eine Test-E-Mail mit einem Code geschickt.`,
      'Bitte tragen Sie den Code in den Einstellungen ein. Ist die Test-E-Mail nicht angekommen, sehen Sie auch im Spam-Ordner nach.',
    ],
  }),
  'review-wanted': (about) => ({
    subject: `Zu prüfen: E-Mail-Server von ${about.organizationName}`,
    paragraphs: [`${forReviewers(about)} wartet auf eine Entscheidung.`],
  }),
  'review-reminder': (about) => ({
    subject: `Erinnerung: E-Mail-Server von ${about.organizationName} wartet`,
    paragraphs: [`${forReviewers(about)} wartet noch immer auf eine Entscheidung; sie ist jetzt fällig.`],
  }),
  'review-escalated': (about) => ({
    subject: `Überfällig: E-Mail-Server von ${about.organizationName}`,
    paragraphs: [`${forReviewers(about)} wartet länger als vereinbart auf eine Entscheidung.`],
  }),
  approved: (about) => ({
    subject: `Freigegeben: der E-Mail-Server von ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} ist freigegeben. Transaktionale E-Mails von ${about.organizationName} gehen ab sofort über diesen Server hinaus.`,
      ...reasonOf('Anmerkung', about),
    ],
  }),
  'changes-requested': (about) => ({
    subject: 'Bitte ändern Sie die Einstellungen Ihres E-Mail-Servers',
    paragraphs: [
      `wir haben ${serverOf(about)} geprüft und bitten um eine Änderung, bevor wir ihn freigeben.`,
      ...reasonOf('Grund', about),
      ...(about.fields.length > 0
        ? [`Betroffene Felder: ${about.fields.map((field) => fieldNames[field]).join(', ')}`]
        : []),
    ],
  }),
  rejected: (about) => ({
    subject: 'Ihr E-Mail-Server wurde nicht freigegeben',
    paragraphs: [
      `wir haben ${serverOf(about)} geprüft und können ihn nicht freigeben.`,
      ...reasonOf('Grund', about),
      'Ihre E-Mails gehen weiterhin so hinaus wie bisher.',
    ],
  }),
  'draft-expired': (about) => ({
    subject: 'Die Einrichtung Ihres E-Mail-Servers ist abgelaufen',
    paragraphs: [
      `die Einrichtung von ${serverOf(about)} wurde nicht rechtzeitig abgeschlossen. Das hinterlegte Passwort ist gelöscht.`,
      'Sie können die Zugangsdaten jederzeit neu eintragen.',
    ],
  }),
  'contract-ending': (about) => ({
    subject: `Der Vertrag über den eigenen E-Mail-Server von ${about.organizationName} endet bald`,
    paragraphs: [
      `der Vertrag über den eigenen E-Mail-Server von ${about.organizationName} endet${on(about.contractEndsAt)}.`,
      'Danach gehen E-Mails wieder über unsere Server hinaus, und die hinterlegten Passwörter werden gelöscht.',
    ],
  }),
  'contract-ended': (about) => ({
    subject: `Der Vertrag über den eigenen E-Mail-Server von ${about.organizationName} ist beendet`,
    paragraphs: [
      'E-Mails gehen ab sofort wieder über unsere Server hinaus. Die hinterlegten Passwörter sind gelöscht.',
    ],
  }),
  'suspended-by-health': (about) => ({
    subject: `Angehalten: der E-Mail-Server von ${about.organizationName}`,
    paragraphs: [
      `über ${serverOf(about)} können derzeit keine E-Mails versendet werden. ${findingOf(about)}`,
      'Was mit neuen transaktionalen E-Mails geschieht, steht in den Einstellungen. Andere E-Mails sind nicht betroffen.',
    ],
  }),
  'suspended-by-ops': (about) => ({
    subject: `Angehalten: der E-Mail-Server von ${about.organizationName}`,
    paragraphs: [
      `wir haben den Versand über ${serverOf(about)} vorübergehend angehalten.`,
      ...reasonOf('Grund', about),
    ],
  }),
  'mail-through-platform': (about) => ({
    subject: `Ihre E-Mails gehen über unseren Server hinaus: ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} ist noch immer angehalten. Wie Sie es in den Einstellungen gewählt haben, gehen transaktionale E-Mails von ${about.organizationName} nun über unseren Server hinaus, auch jene, die gewartet haben.`,
      'Sobald Ihr Server wieder in Betrieb ist, wird wieder über ihn versendet.',
    ],
  }),
  'mail-given-up': (about) => ({
    subject: `Ihre E-Mails werden nicht versendet: ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} ist noch immer angehalten. Wie Sie es in den Einstellungen gewählt haben, werden transaktionale E-Mails von ${about.organizationName} nun nicht versendet, auch jene nicht, die gewartet haben; jede davon melden wir als unzustellbar.`,
      'In den Einstellungen können Sie stattdessen festlegen, dass sie warten oder über unseren Server hinausgehen.',
    ],
  }),
  'sending-again': (about) => ({
    subject: `Wieder in Betrieb: der E-Mail-Server von ${about.organizationName}`,
    paragraphs: [`über ${serverOf(about)} wird wieder versendet. Wartende E-Mails gehen jetzt hinaus.`],
  }),
  'resume-failed': (about) => ({
    subject: `Noch immer angehalten: der E-Mail-Server von ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} wurde vor der Wiederaufnahme geprüft, und die Prüfung ist nicht gelungen.`,
      'Was gefunden wurde, steht im letzten Prüfbericht.',
    ],
  }),
  'certificate-expiring': (about) => ({
    subject: `Das Zertifikat Ihres E-Mail-Servers läuft${on(about.certificateExpiresAt)} ab`,
    paragraphs: [
      `das TLS-Zertifikat von ${serverOf(about)} läuft${on(about.certificateExpiresAt)} ab. Danach kann über diesen Server nicht mehr versendet werden.`,
      'Bitte erneuern Sie es rechtzeitig. Bei uns müssen Sie dafür nichts ändern.',
    ],
  }),
  'rotation-failed': (about) => ({
    subject: 'Das neue Passwort Ihres E-Mail-Servers wurde nicht übernommen',
    paragraphs: [
      `mit dem neuen Passwort konnten wir uns an ${serverOf(about)} nicht anmelden. Es wurde verworfen; das bisherige bleibt in Verwendung.`,
    ],
  }),
};

const fieldNames: Readonly<Record<AnnouncementSubject['fields'][number], string>> = {
  host: 'Server',
  port: 'Port',
  security: 'Verschlüsselung',
  user: 'Benutzername',
  authentication: 'Anmeldung',
  trust: 'Zertifikat',
  senderAddress: 'Absenderadresse',
  senderName: 'Absendername',
};

/** Der Name allein passt in jeden Fall. */
function serverOf({ server, organizationName }: AnnouncementSubject): string {
  return server ?? organizationName;
}

function forReviewers({ organizationName, organizationId, server, revision }: AnnouncementSubject): string {
  return `Der E-Mail-Server ${server ?? ''} von ${organizationName} (${organizationId}, Revision ${revision ?? '–'})`;
}

function reasonOf(label: string, { reason }: AnnouncementSubject): string[] {
  return reason === null ? [] : [`${label}:\n${reason}`];
}

function findingOf({ reason }: AnnouncementSubject): string {
  return reason !== null && isCheckCode(reason)
    ? `${checkText('de', reason, {}).title}.`
    : 'Der Server nimmt sie nicht an.';
}

function on(at: string | null): string {
  return at === null ? '' : ` am ${new Date(at).toLocaleDateString('de-AT', { dateStyle: 'long', timeZone: 'UTC' })}`;
}

import type { AnnouncementKind } from '../announcements/announcement';
import type { AnnouncementSubject } from '../announcements/announcement-subject';
import { isCheckCode } from '../check-report';
import type { AnnouncementText } from './announcement-text';
import { checkText } from './check-texts';

type Texts = Readonly<Record<AnnouncementKind, (about: AnnouncementSubject) => AnnouncementText>>;

/** The mails about the way of a mail server, in English. */
export const englishAnnouncements: Texts = {
  unlocked: ({ organizationName }) => ({
    subject: 'Your own mail server can be set up now',
    paragraphs: [
      `Sending through an own mail server was unlocked for ${organizationName}.`,
      'You can now enter the access data of your server in the settings. We check them automatically, and a person on our side approves the server. Until then we send as usual.',
    ],
  }),
  revoked: ({ organizationName }) => ({
    subject: 'Sending through your own mail server has ended',
    paragraphs: [
      `The own mail server of ${organizationName} was locked. All stored passwords have been destroyed.`,
      'From now on your mails leave through our servers again.',
    ],
  }),
  'organization-closed': ({ organizationName }) => ({
    subject: 'Your organization was closed',
    paragraphs: [
      `${organizationName} was closed with us. From now on we send no more mail for you; what has not left yet will not be sent.`,
      'All stored passwords have been destroyed. If this was a mistake, please get in touch with us.',
    ],
  }),
  'check-failed': (about) => ({
    subject: 'Your mail server did not pass the check',
    paragraphs: [
      `The automatic check of ${serverOf(about)} found a problem.`,
      'The check report in the settings says what we found and how to mend it. After that you can start the check again.',
    ],
  }),
  'confirmation-wanted': (about) => ({
    subject: 'Please confirm the test mail',
    paragraphs: [
      `${serverOf(about)} passed the automatic check. We have sent you a test mail with a code through it.`,
      'Please enter the code in the settings. If the test mail has not arrived, look into the spam folder as well.',
    ],
  }),
  'review-wanted': (about) => ({
    subject: `To review: mail server of ${about.organizationName}`,
    paragraphs: [`${forReviewers(about)} waits for a decision.`],
  }),
  'review-reminder': (about) => ({
    subject: `Reminder: mail server of ${about.organizationName} waits`,
    paragraphs: [`${forReviewers(about)} still waits for a decision, which is due now.`],
  }),
  'review-escalated': (about) => ({
    subject: `Overdue: mail server of ${about.organizationName}`,
    paragraphs: [`${forReviewers(about)} has waited longer for a decision than agreed.`],
  }),
  approved: (about) => ({
    subject: `Approved: the mail server of ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} is approved. From now on the transactional mails of ${about.organizationName} leave through it.`,
      ...reasonOf('Remark', about),
    ],
  }),
  'changes-requested': (about) => ({
    subject: 'Please change the settings of your mail server',
    paragraphs: [
      `We reviewed ${serverOf(about)} and ask for a change before we approve it.`,
      ...reasonOf('Reason', about),
      ...(about.fields.length > 0 ? [`Fields: ${about.fields.map((field) => fieldNames[field]).join(', ')}`] : []),
    ],
  }),
  rejected: (about) => ({
    subject: 'Your mail server was not approved',
    paragraphs: [
      `We reviewed ${serverOf(about)} and cannot approve it.`,
      ...reasonOf('Reason', about),
      'Your mails go on leaving as they did before.',
    ],
  }),
  'draft-expired': (about) => ({
    subject: 'The set-up of your mail server has expired',
    paragraphs: [
      `The set-up of ${serverOf(about)} was not finished in time. The stored password has been destroyed.`,
      'You can enter the access data again at any time.',
    ],
  }),
  'contract-ending': (about) => ({
    subject: `The contract about the own mail server of ${about.organizationName} ends soon`,
    paragraphs: [
      `The contract about the own mail server of ${about.organizationName} ends${on(about.contractEndsAt)}.`,
      'After that, mails leave through our servers again, and the stored passwords are destroyed.',
    ],
  }),
  'contract-ended': (about) => ({
    subject: `The contract about the own mail server of ${about.organizationName} has ended`,
    paragraphs: ['From now on mails leave through our servers again. The stored passwords have been destroyed.'],
  }),
  'suspended-by-health': (about) => ({
    subject: `Suspended: the mail server of ${about.organizationName}`,
    paragraphs: [
      `No mail can be sent through ${serverOf(about)} at the moment. ${findingOf(about)}`,
      'The settings say what becomes of new transactional mails. Other mails are not affected.',
    ],
  }),
  'suspended-by-ops': (about) => ({
    subject: `Suspended: the mail server of ${about.organizationName}`,
    paragraphs: [
      `We have suspended sending through ${serverOf(about)} for the time being.`,
      ...reasonOf('Reason', about),
    ],
  }),
  'mail-through-platform': (about) => ({
    subject: `Your mail leaves through our server: ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} is still suspended. As you chose in the settings, transactional mails of ${about.organizationName} leave through our server now, those that waited as well.`,
      'They go through your own server again as soon as it is back in use.',
    ],
  }),
  'mail-given-up': (about) => ({
    subject: `Your mail is not sent: ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} is still suspended. As you chose in the settings, transactional mails of ${about.organizationName} are not sent now, those that waited neither; each of them is reported as undeliverable.`,
      'You can have them wait or leave through our server instead, in the settings.',
    ],
  }),
  'sending-again': (about) => ({
    subject: `In use again: the mail server of ${about.organizationName}`,
    paragraphs: [`Mails leave through ${serverOf(about)} again; those that waited leave now.`],
  }),
  'resume-failed': (about) => ({
    subject: `Still suspended: the mail server of ${about.organizationName}`,
    paragraphs: [
      `${serverOf(about)} was checked before it was to be used again, and did not pass.`,
      'The last check report says what was found.',
    ],
  }),
  'certificate-expiring': (about) => ({
    subject: `The certificate of your mail server expires${on(about.certificateExpiresAt)}`,
    paragraphs: [
      `The TLS certificate of ${serverOf(about)} expires${on(about.certificateExpiresAt)}. After that nothing can be sent through it.`,
      'Please renew it in time. There is nothing to change on our side.',
    ],
  }),
  'rotation-failed': (about) => ({
    subject: 'The new password of your mail server was not taken over',
    paragraphs: [
      `We could not log in to ${serverOf(about)} with the new password. It was discarded; the previous one stays in use.`,
    ],
  }),
};

const fieldNames: Readonly<Record<AnnouncementSubject['fields'][number], string>> = {
  host: 'server',
  port: 'port',
  security: 'encryption',
  user: 'user name',
  authentication: 'login',
  trust: 'certificate',
  senderAddress: 'sender address',
  senderName: 'sender name',
};

function serverOf({ server, organizationName }: AnnouncementSubject): string {
  return server ?? organizationName;
}

function forReviewers({ organizationName, organizationId, server, revision }: AnnouncementSubject): string {
  return `The mail server ${server ?? ''} of ${organizationName} (${organizationId}, revision ${revision ?? '–'})`;
}

function reasonOf(label: string, { reason }: AnnouncementSubject): string[] {
  return reason === null ? [] : [`${label}:\n${reason}`];
}

function findingOf({ reason }: AnnouncementSubject): string {
  return reason !== null && isCheckCode(reason)
    ? `${checkText('en', reason, {}).title}.`
    : 'The server does not take it.';
}

function on(at: string | null): string {
  return at === null ? '' : ` on ${new Date(at).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })}`;
}

import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** English texts of the stages from the login to the test mail, and of the check run itself. */
export const englishMailTexts = {
  AUTH_ACCEPTED: {
    title: 'The login succeeded',
    meaning: 'User name and password were accepted[ (mechanism {mechanism})].',
    mend: null,
  },
  AUTH_REFUSED: {
    title: 'User name or password is wrong',
    meaning: 'The server refused the login.',
    mend: 'Enter user name and password again, and mind spaces at the beginning and the end. The user name often is the full mail address. With two-factor login you usually need a separate app password.',
  },
  AUTH_APP_PASSWORD_NEEDED: {
    title: 'An app password is needed',
    meaning: 'The account is right, but the provider does not accept the normal password from programs.',
    mend: 'Create an app password with the provider, and enter it as the password, without spaces.',
  },
  AUTH_DISABLED_FOR_MAILBOX: {
    title: 'Sending over SMTP is switched off for this mailbox',
    meaning: 'The provider does not allow this mailbox to log in over SMTP (SMTP AUTH).',
    mend: 'Have “Authenticated SMTP” switched on for this mailbox (Microsoft 365: admin center › users › mail › manage email apps).',
  },
  AUTH_DISABLED_FOR_TENANT: {
    title: 'Sending over SMTP is switched off for your organization',
    meaning: 'The provider allows no login over SMTP (SMTP AUTH) in your whole organization.',
    mend: 'Have SMTP AUTH enabled by the administrators of your mail environment, preferably for the mailbox in use only.',
  },
  AUTH_BASIC_DISABLED: {
    title: 'Login by password is no longer allowed',
    meaning: 'The provider has switched off login by user name and password (basic authentication).',
    mend: 'Have this kind of login enabled if the provider still allows it, or use another mail server. Our support is glad to help.',
  },
  AUTH_SECURITY_DEFAULTS: {
    title: 'Security defaults prevent the login',
    meaning: 'Security defaults are active in your organization that do not allow a login over SMTP.',
    mend: 'Have your administrators set up an exception for the mailbox in use, for example by a conditional access policy.',
  },
  AUTH_ACCOUNT_LOCKED: {
    title: 'The account is locked',
    meaning: 'The server says that this account is locked or disabled, or that it needs a confirmation.',
    mend: 'Log in to the account once in a browser and follow the instructions, or have it unlocked by your administrators.',
  },
  AUTH_PASSWORD_UNUSABLE: {
    title: 'This password cannot be used',
    meaning: 'The stored password is empty, or user name or password has a character that SMTP cannot carry.',
    mend: 'Enter user name and password again.',
  },
  AUTH_MECHANISM_MISSING: {
    title: 'The server offers no suitable login',
    meaning: 'The server allows no login on this port, or none of the mechanisms PLAIN, LOGIN and CRAM-MD5.',
    mend: 'Use the port for submission (587 or 465) instead of port 25, and switch on login by password on the server.',
  },
  AUTH_TEMPORARY: {
    title: 'The login is not possible just now',
    meaning: 'The server could not verify the login at the moment.',
    mend: 'Run the check again in a few minutes. Many attempts in a short time can lead to a temporary lock.',
  },
  AUTH_CONNECTION_LIMIT: {
    title: 'Too many connections at the same time',
    meaning: 'The provider allows this mailbox only a few connections at the same time.',
    mend: 'Run the check again when no other program is sending through this mailbox. It is best to use a mailbox of its own for sending.',
  },
  SENDER_ACCEPTED: {
    title: 'The sender was accepted',
    meaning: 'The server accepts mail with this return path[: {sender}].',
    mend: null,
  },
  SENDER_REFUSED: {
    title: 'The sender was refused',
    meaning: 'The server does not allow the account to send with this sender or return path[ ({sender})].',
    mend: 'Give the account the right to send with this address (“send as”) on the mail server, or use an address that belongs to the account.',
  },
  SENDER_TEMPORARY: {
    title: 'The sender could not be accepted just now',
    meaning: 'The server refused the sender for the time being.',
    mend: 'Run the check again in a few minutes.',
  },
  RETURN_PATH_ACCEPTED: {
    title: 'The server accepts this return path, too',
    meaning: 'Bounces could also go this way[: {returnPath}].',
    mend: null,
  },
  RETURN_PATH_REFUSED: {
    title: 'This return path is not available with the server',
    meaning:
      'The server does not accept the envelope sender that this return path[ ({returnPath})] needs. Sending is not affected.',
    mend: 'Nothing has to be done. If you want to choose this return path, have the server allow other envelope senders for the login.',
  },
  RETURN_PATH_UNCLEAR: {
    title: 'Whether this return path is available stays open',
    meaning:
      'The server did not answer clearly when it was asked about this return path[ ({returnPath})]. Sending is not affected.',
    mend: 'Run the check again if you want to choose this return path.',
  },
  RECIPIENT_ACCEPTED: {
    title: 'The recipient was accepted',
    meaning: 'The server accepts mail to the test address[: {recipient}].',
    mend: null,
  },
  RECIPIENT_REFUSED: {
    title: 'The recipient was refused',
    meaning: 'The server accepts no mail to the test address[ {recipient}].',
    mend: 'Check that this address exists, and that the account may send to any recipient.',
  },
  CHECK_ADDRESS_REFUSED: {
    title: 'The check address was refused',
    meaning:
      'The server takes no mail to our check address[: {recipient}]. So the test mail does not come back to us by itself.',
    mend: 'Confirm the test mail by the link or the code in it. For it to come back by itself, the server must be allowed to deliver to domains of others.',
  },
  RELAY_REFUSED: {
    title: 'The server does not pass mail on',
    meaning: 'The server accepts mail to its own addresses only and does not send to others.',
    mend: 'Allow the account to send to external recipients, or use the server that is meant for outgoing mail.',
  },
  RECIPIENT_TEMPORARY: {
    title: 'The recipient could not be accepted just now',
    meaning: 'The server refused the recipient for the time being, for example to delay unknown senders (greylisting).',
    mend: 'Run the check again in a quarter of an hour, or exempt our addresses from greylisting.',
  },
  TEST_MAIL_ACCEPTED: {
    title: 'The test mail was accepted',
    meaning: 'The server has taken the test mail[ to {recipient}] for delivery.',
    mend: 'Open the test mail and enter the code that it contains.',
  },
  TEST_MAIL_REFUSED: {
    title: 'The test mail was refused',
    meaning: 'The server did not accept the content of the test mail, for example because of a filter.',
    mend: 'Look for the reason in the log of your mail server, and exempt our mail from the filter.',
  },
  TEST_MAIL_SEND_AS_REFUSED: {
    title: 'The account may not send as this sender',
    meaning: 'The server refused the test mail because the account lacks the right to send with the sender address.',
    mend: 'Give the account the right “send as” for the sender address, or set the address of the account as the sender.',
  },
  TEST_MAIL_TOO_LARGE: {
    title: 'The server accepts very small mail only',
    meaning: 'Even the test mail exceeds the size that the server allows.',
    mend: 'Raise the limit to at least 25 MB, so that mail with documents gets through.',
  },
  TEST_MAIL_TEMPORARY: {
    title: 'The test mail could not be accepted just now',
    meaning: 'The server refused the test mail for the time being.',
    mend: 'Run the check again in a few minutes. If the problem stays, check the disk space and the filters of the server.',
  },
  TEST_MAIL_ANSWER_LOST: {
    title: 'The confirmation of the test mail was lost',
    meaning: 'The test mail was transferred completely, but the server did not confirm it. It may arrive all the same.',
    mend: 'Run the check again. If the problem stays, find out what delays the acceptance on the server, for example a virus scanner.',
  },
  TEST_MAIL_BOUNCED: {
    title: 'The test mail was reported as undeliverable',
    meaning:
      'The server took the test mail and reported later that it could not deliver it[ ({recipient})][, status {enhancedStatus}].',
    mend: 'Check the address, and look into the log of the server for why it could not deliver the mail.',
  },
  RETURNED_MAIL_RECEIVED: {
    title: 'The test mail came back',
    meaning: 'The test mail reached us[ (time on the way: {seconds} s][, servers on the way: {hops})].',
    mend: null,
  },
  RETURNED_MAIL_UNCHANGED: {
    title: 'The server leaves sender and Reply-To as they are',
    meaning: 'From, Reply-To, Message-ID and return path arrived as they were sent.',
    mend: null,
  },
  RETURNED_MAIL_REWRITTEN: {
    title: 'The server rewrites parts of the mail',
    meaning: 'What arrived differs from what was sent[ in: {fields}].',
    mend: 'Allow the mailbox to send under the sender address (“send as”), and switch off rewriting of sender and Reply-To on the server.',
  },
  RETURNED_MAIL_FOOTER_ADDED: {
    title: 'The server adds text',
    meaning: 'The test mail says more than what was sent[: “{added}”].',
    mend: 'Exempt mail of this mailbox from footers, signatures and notices that the server adds by itself. A DKIM signature that was made before becomes invalid by them.',
  },
  RETURNED_MAIL_BODY_CHANGED: {
    title: 'The server changes the text',
    meaning: 'The text of the test mail arrived different from what was sent, for instance with rewritten links.',
    mend: 'Exempt mail of this mailbox from rewriting of links (click tracking, link protection) and from other changes of the text.',
  },
  RETURNED_MAIL_UNSUBSCRIBE_ADDED: {
    title: 'The server adds a way to unsubscribe',
    meaning: 'Transactional mail must not carry one; the server added one[ ({fields})].',
    mend: 'Switch off subscription management for these mails with your provider.',
  },
  RETURNED_MAIL_AUTHENTICATED: {
    title: 'The mail proves its sender domain',
    meaning:
      'Receiving servers can verify that the mail is from your domain[ (SPF {spf}][, DKIM {dkim}][, DMARC {dmarc})].',
    mend: null,
  },
  RETURNED_MAIL_UNAUTHENTICATED: {
    title: 'The mail does not prove its sender domain',
    meaning:
      'Receiving servers cannot verify that the mail is from your domain, and may treat it as spam[ (SPF {spf}][, DKIM {dkim}][, DMARC {dmarc})].',
    mend: 'Have the server sign with DKIM for the domain of the sender address, or allow the server in the SPF record of that domain.',
  },
  RETURNED_MAIL_AUTHENTICATION_UNKNOWN: {
    title: 'Whether the mail proves its sender domain is still open',
    meaning:
      'The name service gave no answer about SPF, DKIM and DMARC, which says nothing about your server[ (SPF {spf}][, DKIM {dkim}][, DMARC {dmarc})].',
    mend: 'Repeat the check in a few minutes. If it stays like this, see whether the name servers of your domain answer.',
  },
  RETURNED_MAIL_NO_LISTENER: {
    title: 'The way back of the test mail was not checked',
    meaning: 'There is no inbound listener at which the test mail could come back.',
    mend: 'Open the mailbox that the test mail went to, and see whether and how it arrived.',
  },
  RETURNED_MAIL_MISSING: {
    title: 'The test mail did not come back',
    meaning: 'It did not reach us[ within {seconds} seconds]. It may still be on its way.',
    mend: 'Look in the log of the mail server what became of the test mail, and whether it can deliver mail to the domain of the check address[ ({domain})] (MX record, port 25).',
  },
  RETURNED_MAIL_NOT_AWAITED: {
    title: 'The way back of the test mail was not checked',
    meaning: 'As asked for, nobody waited for the test mail to come back.',
    mend: null,
  },
  SKIPPED_AFTER_FAILURE: {
    title: 'Not checked',
    meaning: 'This step needs another one that has not succeeded yet.',
    mend: null,
  },
  CHECK_INTERRUPTED: {
    title: 'The check was interrupted',
    meaning: 'The check was stopped before its end. This says nothing about your server.',
    mend: 'Run the check again.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

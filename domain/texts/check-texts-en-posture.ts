import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** English texts about what is known of the provider and what the DNS says about the sender. */
export const englishPostureTexts = {
  PROVIDER_RECOGNISED: {
    title: 'The mail provider is known',
    meaning:
      'The server belongs to a provider that we know[: {provider}].[ Connections at the same time: at most {connections}.][ Mails in a minute: at most {mailsPerMinute}.][ Mails in a day: at most {mailsPerDay}.]',
    mend: null,
  },
  PROVIDER_HOST_MISMATCH: {
    title: 'This server does not take outgoing mail',
    meaning: 'The name[ {host}] belongs to the provider[ {provider}], but not to its server for sending.',
    mend: 'Use the name of the server for sending[: {expected}].',
  },
  PROVIDER_PORT_MISMATCH: {
    title: 'Port or encryption do not suit the provider',
    meaning: 'As far as we know, the provider[ {provider}] takes no mail with these settings[, {given}].',
    mend: 'Use a port and an encryption that the provider names[: {expected}].',
  },
  PROVIDER_USER_NOT_AN_ADDRESS: {
    title: 'A mail address is expected as the user name',
    meaning: 'With this provider[ ({provider})] the user name is the full mail address of the account.',
    mend: 'Enter the full mail address as the user name.',
  },
  PROVIDER_USER_NOT_FIXED_NAME: {
    title: 'This provider prescribes the user name',
    meaning:
      'With this provider[ ({provider})] all customers log in with the same user name; the password is an API key.',
    mend: 'Enter the prescribed user name[: {expected}].',
  },
  PROVIDER_USER_NOT_A_KEY: {
    title: 'A key is expected as the user name',
    meaning: 'With this provider[ ({provider})] the user name is a key or token, not a mail address.',
    mend: 'Create credentials for SMTP with the provider, and enter them unchanged.',
  },
  PROVIDER_BASIC_AUTH_ENDING: {
    title: 'Login by password is ending with this provider',
    meaning:
      'The provider[ {provider}] is ending the login by user name and password step by step. Sending can then stop without warning.',
    mend: 'Find out with your administrators for how long this login stays allowed, and plan the change.',
  },
  DNS_POSTURE_UNKNOWN: {
    title: 'Records in the name service could not be checked',
    meaning: 'The name service (DNS) gave no answer about this[ ({domain})] in time. For sending this does not matter.',
    mend: null,
  },
  SPF_FOUND: {
    title: 'The SPF record is there',
    meaning: 'The domain of the sender[ ({domain})] names the servers that may send for it[: {found}].',
    mend: null,
  },
  SPF_MISSING: {
    title: 'The SPF record is missing',
    meaning:
      'The domain of the sender[ ({domain})] names no servers that may send for it. Recipients are more likely to take such mail for spam.',
    mend: 'Add a TXT record to the name service (DNS) of the domain[: {record}].',
  },
  SPF_SEVERAL: {
    title: 'There are several SPF records',
    meaning: 'The domain of the sender[ ({domain})] has more than one SPF record. Then none of them counts.',
    mend: 'Put the records together into a single one that begins with v=spf1.',
  },
  SPF_ALLOWS_EVERYBODY: {
    title: 'The SPF record allows everybody',
    meaning: 'The record of the domain[ ({domain})] ends in +all and so lets every server send for it.',
    mend: 'Replace +all at the end of the record with ~all or -all.',
  },
  SPF_WITHOUT_SERVER: {
    title: 'The SPF record does not name this server',
    meaning:
      'The record of the domain[ ({domain})] does not allow for the server of these settings. Recipients may refuse the mail.',
    mend: 'Add the server to the SPF record, in front of the last word[: {mechanism}].',
  },
  DKIM_FOUND: {
    title: 'A DKIM key is there',
    meaning: 'The domain of the sender[ ({domain})] publishes a key of the provider[ (selector {selectors})].',
    mend: null,
  },
  DKIM_MISSING: {
    title: 'A DKIM key is missing',
    meaning:
      'There is no key in the domain[ {domain}] under the provider’s usual names. The mail is then not signed with your own domain.',
    mend: 'Switch DKIM on with the provider, and add the records that it names[, usually at {names}].',
  },
  DMARC_FOUND: {
    title: 'The DMARC policy is there',
    meaning: 'The domain[ {domain}] tells recipients what to do with forged mail[: {policy}].',
    mend: null,
  },
  DMARC_ONLY_WATCHES: {
    title: 'The DMARC policy only watches',
    meaning: 'The domain[ {domain}] has a DMARC policy that reports forged mail and does not turn it away (p=none).',
    mend: 'Set the policy to p=quarantine or p=reject as soon as all your mail passes SPF or DKIM.',
  },
  DMARC_MISSING: {
    title: 'The DMARC policy is missing',
    meaning: 'There is no DMARC policy for the domain[ {domain}]. Large providers take mail without one less readily.',
    mend: 'Add a TXT record to the name service (DNS)[, name {name}, content {record}].',
  },
  DMARC_INVALID: {
    title: 'The DMARC policy is not valid',
    meaning: 'The record[ {name}] exists more than once or names no valid policy. Then it does not count.',
    mend: 'Correct the record so that there is exactly one, for example v=DMARC1; p=none.',
  },
  MX_FOUND: {
    title: 'The sender domain receives mail',
    meaning: 'Answers and bounces to the domain[ {domain}] arrive[ ({servers})].',
    mend: null,
  },
  MX_IMPLICIT: {
    title: 'The sender domain has no MX record',
    meaning: 'Mail to the domain[ {domain}] goes to its own address, because no mail server is entered for it.',
    mend: 'Add an MX record to the name service (DNS) that names the server for incoming mail.',
  },
  MX_MISSING: {
    title: 'The sender domain receives no mail',
    meaning:
      'No mail server is entered for the domain[ {domain}]. Answers and bounces do not arrive, and some recipients refuse such senders.',
    mend: 'Add an MX record to the name service (DNS), or use a sender of a domain that has mailboxes.',
  },
  MX_NULL: {
    title: 'The sender domain wants no mail',
    meaning:
      'By an empty MX record the domain[ {domain}] says that it takes no mail. Many recipients refuse mail from such senders.',
    mend: 'Replace the empty MX record with one that names your server for incoming mail, or choose another sender.',
  },
  REVERSE_NAME_FOUND: {
    title: 'The server has a matching reverse name',
    meaning: 'The addresses of the server[ ({addresses})] lead to a name that points back at them[: {names}].',
    mend: null,
  },
  REVERSE_NAME_MISSING: {
    title: 'The server has no reverse name',
    meaning:
      'There is no name for its address[ {addresses}]. If the server sends from this address, some recipients refuse its mail.',
    mend: 'Have a PTR record with the server’s name added by whoever runs its network.',
  },
  REVERSE_NAME_MISMATCH: {
    title: 'The server’s reverse name does not lead back',
    meaning:
      'The address[ {addresses}] has a name[ ({names})] that points to another address. Some recipients refuse mail from such servers.',
    mend: 'Have the PTR record and the name corrected so that each points to the other.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

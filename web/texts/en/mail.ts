import type { Texts } from '../texts';

/** Mails and what became of them. */
export const mail: Texts['mail'] = {
  subtitle: 'Everything that was sent for your organization or is still on its way.',
  recipient: 'Recipient',
  state: 'State',
  allStates: 'All states',
  search: 'Search',
  wholeAddress: 'A whole mail address, please.',
  none: 'No mails yet',
  noneText: 'As soon as the first message is handed over, you will see it here.',
  nothingFound: 'Nothing found',
  nothingFoundText: 'Change the recipient or the state.',
  andOthers_one: 'and {{count}} more address',
  andOthers_other: 'and {{count}} more addresses',
  noAttempts: 'No attempt yet.',
  nextAttempt: 'Next attempt: {{at}}.',
  states: {
    accepted: 'Accepted',
    sending: 'Being sent',
    deferred: 'Deferred',
    sent: 'Sent',
    undeliverable: 'Undeliverable',
    held: 'Uncertain',
    expired: 'Expired',
    cancelled: 'Cancelled',
  },
  routes: {
    customer: 'Through your server.',
    platform: 'Through our server.',
    none: 'Not on its way yet.',
  },
  explained: {
    accepted: 'Is safe with us and will be sent next.',
    sending: 'Is being handed over right now.',
    deferred: 'The server asked us to try again later.',
    sent: 'The server has taken the mail.',
    undeliverable: 'The server has refused the mail for good.',
    held: 'The mail was handed over, but the server’s answer was lost. We look into it and do not send it again by ourselves.',
    expired: 'No server has taken the mail within the time for it.',
    cancelled: 'Sending was cancelled.',
  },
};

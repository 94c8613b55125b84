import type { Texts } from '../texts';

/** The frame of the dashboards: login, navigation, connection. */
export const app: Texts['app'] = {
  product: 'Mail server',
  skip: 'Skip to the content',
  menu: 'Navigation',
  language: 'Language',
  toDark: 'Dark appearance',
  toLight: 'Light appearance',
  account: 'Account of {{name}}',
  logIn: 'Log in',
  logOut: 'Log out',
  toStart: 'To the start page',
  start: {
    title: 'Your own mail server',
    text: 'Send invitations, reminders and completed documents through your own mail server – checked, approved and watched.',
    steps: {
      enter: 'Enter your server’s access data',
      checked: 'We check them automatically',
      approved: 'A person approves the server',
    },
  },
  sessionEnd: {
    title: 'Your session has ended',
    text: 'For your safety you have to log in again. You will come back to this very place; what you have entered is kept, except for passwords.',
    logIn: 'Log in again',
    later: 'Later',
  },
  connection: {
    connecting: 'Connecting …',
    live: 'Live',
    away: 'Connection lost',
  },
  roles: {
    sales: 'Sales',
    'org-admin': 'Administration',
    reviewer: 'Review',
    ops: 'Operations',
    sender: 'Sending',
  },
  sections: {
    sales: 'Sales',
    'org-admin': 'Administration',
    reviewer: 'Review',
    ops: 'Operations',
    sender: 'Sending',
  },
  views: {
    overview: 'Mail server',
    history: 'History',
    mails: 'Mails',
    undeliverables: 'Undeliverables',
    suppressions: 'Suppressed addresses',
    branding: 'Branding',
    statistics: 'Numbers',
    mailsInTrouble: 'Mails in trouble',
    returnedMail: 'Returned mail',
    audit: 'Audit trails',
    drift: 'Drift',
    organizations: 'Organizations',
    reviews: 'Reviews',
    preferences: 'Delivery',
  },
  nothingForYou: {
    title: 'There is nothing for you here yet',
    text: 'Your account has no role in this service. Ask whoever manages your account.',
  },
  notFound: {
    title: 'There is no such page',
    text: 'It may have been moved, or the address has a typing error.',
  },
  pageFailure: {
    title: 'This view could not be shown',
    text: 'The service may just have been updated. Load the page again.',
    reload: 'Reload',
  },
};

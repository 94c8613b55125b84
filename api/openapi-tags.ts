import type { Tag } from './route';

/** What the operations under each heading of the document are about. */
export const tagDescriptions: Readonly<Record<Tag, string>> = {
  Service: 'The service itself: health, readiness, errors, and work that goes on after its command was answered.',
  Identity: 'Who is calling, and the sessions of the dashboards.',
  Organizations: 'Organizations with their terms, preferences, logo, audit trail, events and statistics.',
  'Mail server': 'An organization’s own SMTP server: settings, checks, password, and its way to going live.',
  Reviews: 'The queue of servers that wait for a decision, and the decisions.',
  Messages: 'Mails that are handed over, and what became of each recipient.',
  Undeliverables: 'Recipients that could not be reached, addresses that nothing is sent to, and mail that came back.',
};

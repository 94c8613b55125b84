import type { Texts } from '../texts';

/** What was asked, by whom, and what came of it. */
export const audit: Texts['audit'] = {
  title: 'Audit trail',
  none: 'No entries yet.',
  at: 'Time',
  who: 'Who',
  what: 'What',
  system: 'The service',
  parts: {
    timer: 'Deadlines',
    check: 'Server check',
    delivery: 'Delivery',
    signal: 'Unreadable message',
    reconciliation: 'Reconciliation',
    'unsubscribe-link': 'Unsubscribe link',
  },
  details: 'Details',
  requestId: 'Request id',
  causedBy: 'Caused by',
  revision: 'Revision {{number}}',
  sequence: 'Place in the trail',
  refused: 'Refused: {{why}}',
  export: { csv: 'Download as CSV', jsonl: 'Download as JSON lines' },
};

import type { Texts } from '../texts';

/** What a check found. */
export const report: Texts['report'] = {
  title: 'Check report',
  at: 'Checked on {{at}}',
  verdicts: {
    pass: 'Everything is fine',
    warn: 'Fine, with hints',
    fail: 'Failed',
    inconclusive: 'Still unclear',
  },
  mend: 'How to mend it:',
  providerPage: 'What {{name}} says about it',
  record: 'DNS record of type {{type}}, name and content:',
  recordName: 'the record’s name',
  recordValue: 'the record’s content',
  passed_one: '{{count}} point is fine',
  passed_other: '{{count}} points are fine',
  skipped_one: 'Because of that, {{count}} step was not checked any more.',
  skipped_other: 'Because of that, {{count}} steps were not checked any more.',
  transcript: 'Dialogue with the server',
};

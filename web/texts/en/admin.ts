import type { Texts } from '../texts';
import { live } from './admin-live';
import { lists } from './admin-lists';
import { settings } from './admin-settings';

/** The views of an organization's admin. */
export const admin: Texts['admin'] = {
  overview: {
    title: 'Own mail server',
    subtitle: 'Your invitations, reminders and completed documents through your own server.',
  },
  locked: {
    title: 'A mail server of your own for your messages',
    text: 'With a mail server of your own, invitations, reminders and completed documents leave from your own system. It is not unlocked for your organization yet; until then we send everything through our servers as usual.',
    benefits: {
      sender: 'Recipients see your own sender address.',
      approved: 'We check the server automatically, then a person approves it.',
      watched: 'After that we watch it every day and tell you before something goes wrong.',
    },
    ask: 'Would you like to use it? Your contact in sales or customer success management is happy to unlock it for you.',
  },
  stale: {
    title: 'Somebody has sent other settings meanwhile',
    text: 'Perhaps you yourself in another tab. Nothing was overwritten: below you see the current state. Your entries are kept and come back into the form as soon as new settings are possible. Only the password has to be entered again.',
  },
  checking: {
    title: 'We are checking your mail server',
    text: 'We connect to {{server}} and do exactly what we will do later to send. This usually takes less than a minute; you may also leave the page.',
    stages: 'Steps of the check',
    waiting: 'The check is running …',
    now: 'Now: {{stage}}',
    states: {
      running: 'running …',
      pass: 'fine',
      warn: 'with a hint',
      fail: 'failed',
      inconclusive: 'unclear',
      skipped: 'skipped',
    },
  },
  failed: {
    title: 'The check has found something',
    text: 'Below you read what it means and how to mend it. After that we are happy to check again – with the same or with other settings.',
    recheck: 'Check again unchanged',
  },
  confirmation: {
    title: 'Enter the code from the test mail',
    text: 'Your server has passed the check. Through it we have sent a test mail from {{sender}} to your admin address on record; it holds a code.',
    code: 'Code from the test mail',
    submit: 'Confirm',
    left_one: '{{count}} attempt left, then a new test mail is needed.',
    left_other: '{{count}} attempts left, then a new test mail is needed.',
    byItself: 'When our own copy of the test mail reaches us, it goes on without the code as well.',
    missing: 'Nothing has arrived? Look into the spam folder. Another run sends a new test mail.',
    again: 'Send a new test mail',
  },
  review: {
    title: 'Your mail server is with us for approval',
    text: 'Everything has passed. Now a person on our side looks at the settings. You need not do anything; we will write to you as soon as it is decided.',
    due: 'We decide by {{at}} at the latest.',
    approvals: '{{count}} of {{needed}} approvals are there.',
  },
  changes: {
    title: 'Please change something',
    fields: 'Please look at: {{fields}}',
  },
  rejected: {
    title: 'The mail server was not approved',
    answerTitle: 'Do you see it differently?',
    answerText: 'You can answer once, until {{until}}. Then we look at everything again.',
    comment: 'Your answer',
    send: 'Send the answer',
  },
  withdraw: {
    button: 'Withdraw',
    title: 'Withdraw the settings?',
    text: 'The submitted settings are discarded and the password is destroyed. A live mail server is not affected.',
    confirm: 'Yes, withdraw',
  },
  journey: {
    title: 'The way to your own server',
    steps: {
      unlocked: 'Unlocked',
      settings: 'Enter access data',
      check: 'Automatic check',
      'test-mail': 'Confirm the test mail',
      review: 'Approval by a person',
      live: 'Sending through your server',
    },
    states: {
      done: 'Done',
      current: 'Now',
      trouble: 'Something is still needed here',
      upcoming: 'Comes next',
    },
    actors: {
      unlocked: 'By our sales team',
      settings: 'By you',
      check: 'By itself, mostly within a minute',
      'test-mail': 'By you, with the code from the mail',
      review: 'By us',
      live: 'By itself, once it is approved',
    },
    nextTitle: 'What happens next',
    next: {
      none: 'Enter the access data. Then we check them automatically.',
      live: 'Your server sends. We check it every day and write to you when there is something to do.',
      suspended: 'Your server is suspended. Once the reason is mended and a check passes, it sends again.',
      checking: 'The check runs by itself. Then we need you for the code from the test mail.',
      'check-failed': 'Mend what the report names, and have it checked again.',
      'awaiting-confirmation': 'Enter the code from the test mail. Then a person on our side looks at everything.',
      'awaiting-review': 'A person on our side decides. Then your server sends at once, and you get a mail.',
      'changes-requested': 'Change what we asked for. Then it is checked and approved anew.',
      rejected: 'Answer the rejection, or submit other settings.',
      withdrawn: 'Submit new settings whenever you like.',
      expired: 'The time is over. Submit the settings once more.',
    },
    until: 'By {{at}} at the latest.',
    turn: {
      you: 'It is your turn.',
      us: 'It is our turn.',
      nobody: 'There is nothing to do at the moment.',
    },
    history: 'What has happened so far',
  },
  settings,
  live,
  ...lists,
};

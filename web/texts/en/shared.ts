import type { Texts } from '../texts';

/** What occurs in many views. */
export const shared: Texts['shared'] = {
  loading: 'Loading …',
  retry: 'Try again',
  reload: 'Load the current state',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  saved: 'Saved',
  copy: 'Copy',
  copied: 'Copied',
  copyOf: 'Copy {{of}}',
  copiedOf: '{{of}} copied',
  overtaken: {
    title: 'Somebody else has saved meanwhile',
    text: 'Your choices are still here, but not saved yet. With “Save”, what you see here holds; what you have not changed already shows the new state.',
    discard: 'Discard my changes',
  },
  reference: 'Reference: {{reference}}',
  sort: 'Sort by',
  clearSearch: 'Clear the search',
  notAnAddress: 'This is no valid e-mail address.',
  fillIn: 'Please fill this in.',
  more: 'Load more',
  none: '–',
  you: 'You',
  away: {
    title: 'The service is not reachable at the moment',
    advice: 'Check your internet connection. We keep trying; nothing has been changed so far.',
  },
  forbidden: {
    title: 'This view is not for your account',
    text: 'If you need it, ask for the role that it takes.',
  },
};

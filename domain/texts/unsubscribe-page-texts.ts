/** What the page behind the unsubscribe link of a mail says. */
export interface UnsubscribePageText {
  readonly title: string;
  readonly question: (facts: { readonly recipient: string; readonly organizationName: string }) => string;
  readonly stillComes: string;
  readonly button: string;
  readonly doneTitle: string;
  readonly done: (facts: { readonly recipient: string; readonly organizationName: string }) => string;
}

const german: UnsubscribePageText = {
  title: 'Abmelden',
  question: ({ recipient, organizationName }) =>
    `Möchten Sie an ${recipient} keine Informations- und Werbemails von „${organizationName}“ mehr bekommen?`,
  stillComes: 'Mails zu Ihren eigenen Vorgängen, zum Beispiel Einladungen zum Unterschreiben, bekommen Sie weiterhin.',
  button: 'Abmelden',
  doneTitle: 'Sie sind abgemeldet',
  done: ({ recipient, organizationName }) =>
    `An ${recipient} senden wir keine Informations- und Werbemails von „${organizationName}“ mehr. Sie können diese Seite schließen.`,
};

const english: UnsubscribePageText = {
  title: 'Unsubscribe',
  question: ({ recipient, organizationName }) =>
    `Do you want no more informational and marketing mail of “${organizationName}” at ${recipient}?`,
  stillComes: 'You will still get mail about matters of your own, an invitation to sign for instance.',
  button: 'Unsubscribe',
  doneTitle: 'You are unsubscribed',
  done: ({ recipient, organizationName }) =>
    `We send no more informational and marketing mail of “${organizationName}” to ${recipient}. You can close this page.`,
};

export const unsubscribePageTexts: Readonly<Record<'de' | 'en', UnsubscribePageText>> = {
  de: german,
  en: english,
};

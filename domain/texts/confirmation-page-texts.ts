/** What the page behind the link in a test mail says. */
export interface ConfirmationPageText {
  readonly title: string;
  readonly question: (facts: { readonly host: string; readonly organizationName: string }) => string;
  readonly notYours: string;
  readonly button: string;
  readonly doneTitle: string;
  readonly done: string;
}

const german: ConfirmationPageText = {
  title: 'Testmail bestätigen',
  question: ({ host, organizationName }) =>
    `Über den Mailserver ${host} sollen künftig Mails von „${organizationName}“ versendet werden. Mit der Bestätigung sagen Sie, dass die Testmail bei Ihnen angekommen ist.`,
  notYours:
    'Sie haben keine Einrichtung veranlasst? Dann schließen Sie diese Seite und wenden Sie sich an die Person, die Ihre Organisation verwaltet.',
  button: 'Testmail bestätigen',
  doneTitle: 'Die Testmail ist bestätigt',
  done: 'Vielen Dank. Die Einrichtung wird jetzt von uns geprüft. Sie können diese Seite schließen.',
};

const english: ConfirmationPageText = {
  title: 'Confirm the test mail',
  question: ({ host, organizationName }) =>
    `The mail server ${host} is to send mail of “${organizationName}” in future. By confirming you say that the test mail has reached you.`,
  notYours: 'You did not ask for this? Then close this page, and contact the person who administers your organization.',
  button: 'Confirm the test mail',
  doneTitle: 'The test mail is confirmed',
  done: 'Thank you. We will now review the set-up. You can close this page.',
};

export const confirmationPageTexts: Readonly<Record<'de' | 'en', ConfirmationPageText>> = {
  de: german,
  en: english,
};

/** What the test mail says; the code in it proves that the mail arrived, and so does the link where there is one. */
export interface TestMailFacts {
  readonly organizationName: string;
  readonly host: string;
  readonly code: string;
  readonly link?: string | null;
}

export interface TestMailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Wording {
  readonly subject: (facts: TestMailFacts) => string;
  readonly paragraphs: (facts: TestMailFacts) => readonly string[];
  readonly codeLabel: string;
  readonly linkLabel: string;
  readonly linkName: string;
  readonly closing: readonly string[];
}

const german: Wording = {
  subject: (facts) => `Bestätigungscode für Ihren Mailserver ${facts.host}`,
  paragraphs: (facts) => [
    'Guten Tag,',
    `diese Testmail wurde über den Mailserver ${facts.host} versendet, der für „${facts.organizationName}“ eingerichtet werden soll. Dass Sie sie lesen, zeigt: Der Versand funktioniert.`,
    'Bitte geben Sie den folgenden Code in den Einstellungen Ihres Mailservers ein. Danach wird die Einrichtung von uns geprüft und freigegeben.',
  ],
  codeLabel: 'Ihr Bestätigungscode',
  linkLabel: 'Oder bestätigen Sie gleich hier, ohne Anmeldung',
  linkName: 'Testmail bestätigen',
  closing: [
    'Sie haben keine Einrichtung veranlasst? Dann geben Sie den Code bitte an niemanden weiter und wenden Sie sich an die Person, die Ihre Organisation verwaltet.',
    'Diese Nachricht wurde automatisch erstellt.',
  ],
};

const english: Wording = {
  subject: (facts) => `Confirmation code for your mail server ${facts.host}`,
  paragraphs: (facts) => [
    'Hello,',
    `this test mail was sent through the mail server ${facts.host}, which is being set up for “${facts.organizationName}”. The fact that you are reading it shows that sending works.`,
    'Please enter the following code in the settings of your mail server. We will then review and approve the set-up.',
  ],
  codeLabel: 'Your confirmation code',
  linkLabel: 'Or confirm right here, without logging in',
  linkName: 'Confirm the test mail',
  closing: [
    'You did not ask for this? Then please do not pass the code on, and contact the person who administers your organization.',
    'This message was created automatically.',
  ],
};

const wordings = { de: german, en: english } as const;

/** Subject, plain text and HTML of the test mail. The organization's name is escaped in the HTML. */
export function testMailText(locale: 'de' | 'en', facts: TestMailFacts): TestMailText {
  const wording = wordings[locale];
  const code = groupedCode(facts.code);
  const before = wording.paragraphs(facts);
  const links = typeof facts.link === 'string' ? [facts.link] : [];
  const linkLines = links.map((link) => `${wording.linkLabel}:\n${link}`);
  const text = [...before, `${wording.codeLabel}: ${code}`, ...linkLines, ...wording.closing].join('\n\n');
  return {
    subject: wording.subject(facts),
    text: `${text}\n`,
    html: htmlPage(locale, wording, { before, code, links }),
  };
}

/** A code in two halves is easier to read and type; the check ignores the hyphen. */
function groupedCode(code: string): string {
  const middle = Math.ceil(code.length / 2);
  return `${code.slice(0, middle)}-${code.slice(middle)}`;
}

interface Parts {
  readonly before: readonly string[];
  readonly code: string;
  readonly links: readonly string[];
}

function htmlPage(locale: string, wording: Wording, { before, code, links }: Parts): string {
  const font = 'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a';
  const codeStyle = 'font-family:Consolas,Menlo,monospace;font-size:28px;letter-spacing:2px';
  const codeLine = `<p>${escapeHtml(wording.codeLabel)}:<br><strong style="${codeStyle}">${escapeHtml(code)}</strong></p>`;
  const linkLines = links.map(
    (link) =>
      `<p>${escapeHtml(wording.linkLabel)}:<br><a href="${escapeHtml(link)}">${escapeHtml(wording.linkName)}</a></p>`,
  );
  const body = [...before.map(paragraph), codeLine, ...linkLines, ...wording.closing.map(paragraph)].join('\n');
  return `<!doctype html>\n<html lang="${locale}">\n<body style="${font}">\n${body}\n</body>\n</html>\n`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

import { createInterface } from 'node:readline/promises';

import { InboxClient, type FullMail } from '../inbox/inbox-client';

/** A mail that should arrive. */
export interface ExpectedMail {
  readonly recipient: string;
  readonly subject: string;
  readonly messageId?: string;
  readonly since: string;
  /** `customer`: through the organization's own server. */
  readonly route: 'customer' | 'platform';
}

/** What was seen of a mail at the receiving end. */
export interface ObservedMail {
  readonly text: string;
  /** Null where a person looked, who cannot be asked for every header. */
  readonly mail: FullMail | null;
}

/** Looks at the receiving end. Rejects when the mail does not arrive as expected. */
export interface Observer {
  arrival(expected: ExpectedMail): Promise<ObservedMail>;
  confirmationCode(expected: ExpectedMail): Promise<string>;
}

/** The code stands at the end of a line, behind its label. */
const codePattern = /:\s*([0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4})\s*$/m;

/** Looks into the demo inbox, behind both the platform's and the customer's server. */
export class InboxObserver implements Observer {
  readonly #inbox: InboxClient;

  constructor(inboxUrl: string) {
    this.#inbox = new InboxClient(inboxUrl);
  }

  async arrival({ recipient, subject, messageId, since, route }: ExpectedMail): Promise<ObservedMail> {
    const listener = route === 'customer' ? 'mx' : 'platform';
    const wanted = messageId === undefined ? { recipient, subject, since } : { recipient, messageId, since };
    const mail = await this.#inbox.wait({ ...wanted, listener });
    return { text: mail.text, mail };
  }

  async confirmationCode(expected: ExpectedMail): Promise<string> {
    const { text } = await this.arrival(expected);
    const code = codePattern.exec(text)?.[1];
    if (code === undefined) throw new Error('The test mail holds no confirmation code');
    return code;
  }
}

/** Asks the person at the terminal about mails of the customer's server; the platform's arrive in the demo inbox anyway. */
export class AskingObserver implements Observer {
  readonly #inbox: InboxObserver;

  constructor(inbox: InboxObserver) {
    this.#inbox = inbox;
  }

  async arrival(expected: ExpectedMail): Promise<ObservedMail> {
    if (expected.route === 'platform') return await this.#inbox.arrival(expected);
    const answer = await ask(`Did "${expected.subject}" arrive at ${expected.recipient}? [y/n] `);
    if (!answer.toLowerCase().startsWith('y')) throw new Error(`The mail to ${expected.recipient} was not seen`);
    return { text: '', mail: null };
  }

  async confirmationCode({ recipient }: ExpectedMail): Promise<string> {
    return await ask(`The code in the test mail to ${recipient}: `);
  }
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

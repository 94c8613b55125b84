import { createHash } from 'node:crypto';

import type { ConfirmationLinks } from '../../activities/ports/confirmation-links';
import type { MailComposer } from '../../activities/ports/mail-composer';
import type { ConfirmationCodes, TestMail } from '../../activities/ports/mail-server-prober';
import type { OutgoingMail } from '../../activities/ports/mail-transport';
import { domainOf, type MailServerSettings } from '../../domain/mail-server-settings';
import { testMailText } from '../../domain/texts/test-mail-texts';

export interface BuiltTestMail extends OutgoingMail {
  readonly messageId: string;
}

/**
 * Builds the test mail: From is the production sender, the only recipient is the admin, and so is the envelope sender (the
 * direct return path, so that a bounce of it reaches somebody) unless another return path is given.
 */
export class TestMailBuilder {
  readonly #composer: MailComposer;
  readonly #codes: ConfirmationCodes;
  readonly #links: Pick<ConfirmationLinks, 'linkFor'> | null;

  /** `links` is null where there is no page that a link could lead to. */
  constructor(
    composer: MailComposer,
    codes: ConfirmationCodes,
    links: Pick<ConfirmationLinks, 'linkFor'> | null = null,
  ) {
    this.#composer = composer;
    this.#codes = codes;
    this.#links = links;
  }

  async build(settings: MailServerSettings, mail: TestMail, now: Date): Promise<BuiltTestMail> {
    const code = this.#codes.codeFor(mail.organizationId, mail.revision, mail.run);
    const link = this.#links?.linkFor(mail, now) ?? null;
    const facts = { organizationName: mail.organizationName, host: settings.host, code, link };
    const text = testMailText(mail.locale, facts);
    const messageId = mail.messageId ?? messageIdOf(settings, mail);
    const bytes = await this.#composer.compose({
      ...text,
      messageId,
      date: now.toISOString(),
      to: [mail.recipient],
      replyTo: mail.recipient,
      logo: null,
      attachments: [],
      autoSubmitted: 'auto-generated',
      unsubscribeUrl: null,
      deliveryStatus: null,
    });
    const sender = { name: settings.senderName, address: settings.senderAddress };
    const complete = this.#composer.withSender(bytes, sender);
    const envelopeFrom = mail.returnPath ?? mail.recipient;
    const recipients = [mail.recipient, ...(mail.checkAddress === undefined ? [] : [mail.checkAddress])];
    return { envelopeFrom, recipients, bytes: complete, messageId };
  }
}

/** The same run always has the same Message-ID, so that a repeated attempt is recognised as the same mail. */
function messageIdOf(settings: MailServerSettings, mail: TestMail): string {
  const subject = JSON.stringify(['test-mail', mail.organizationId, mail.revision, mail.run]);
  const digest = createHash('sha256').update(subject).digest('hex').slice(0, 32);
  return `<test-mail.${digest}@${domainOf(settings.senderAddress)}>`;
}

import type { MailComposer, MailParts } from '../../../activities/ports/mail-composer';

/** Composes the plainest mail that a server takes: headers and text, nothing encoded. */
export class FakeMailComposer implements MailComposer {
  compose(parts: MailParts): Promise<Uint8Array> {
    const headers = [
      `Message-ID: ${parts.messageId}`,
      `Date: ${new Date(parts.date).toUTCString()}`,
      `To: ${parts.to.join(', ')}`,
      `Reply-To: ${parts.replyTo}`,
      `Auto-Submitted: ${parts.autoSubmitted}`,
      'Subject: Test',
    ];
    return Promise.resolve(Buffer.from(`${headers.join('\r\n')}\r\n\r\n${parts.text.replaceAll('\n', '\r\n')}`));
  }

  withSender(bytes: Uint8Array, sender: { readonly name: string; readonly address: string }): Uint8Array {
    return Buffer.concat([Buffer.from(`From: ${sender.name} <${sender.address}>\r\n`), bytes]);
  }
}

import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** Under this name the library runs our exchange, between two mails, on a session that is logged in. */
export const senderProbeMethod = 'SENDER-PROBE';

const plainAddress = /^[\u0021-\u007e]*$/;

/** Whether an address can be named in MAIL FROM without an extension, and without breaking out of the command. */
export function canProbeSender(address: string): boolean {
  return plainAddress.test(address) && !/[<>]/.test(address);
}

/** Asks whether the server would take mail from this envelope sender, and takes the question back (RFC 5321 section 4.1.1.5). */
export function senderProbe(onReply: (reply: string) => void): NonNullable<SMTPConnection.Options['customAuth']> {
  return {
    [senderProbeMethod]: async (exchange) => {
      const { response } = await exchange.sendCommand(`MAIL FROM:<${exchange.auth.user ?? ''}>`);
      onReply(response);
      await exchange.sendCommand('RSET');
    },
  };
}

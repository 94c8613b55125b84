import { createTransport } from 'nodemailer';
import { SmtpReply } from '../mail/smtp-listener';

/** Hands mails on to the next server. */
export interface Relay {
  /** The next server's answer. Its refusal becomes our own reply to whoever submits. */
  send(from: string, to: readonly string[], raw: Buffer): Promise<string>;
  close(): void;
}

/** Hands on over STARTTLS, to a server on this machine. */
export function relayTo(hostName: string, next: { readonly port: number; readonly authority: string }): Relay {
  const transport = createTransport({
    host: '127.0.0.1',
    port: next.port,
    name: hostName,
    pool: true,
    maxConnections: 2,
    requireTLS: true,
    tls: { ca: next.authority, servername: 'localhost' },
  });
  return {
    send: async (from, to, raw) => {
      const { response } = await transport
        .sendMail({ envelope: { from, to: [...to] }, raw })
        .catch((error: unknown) => Promise.reject(nextServersReply(error)));
      return response;
    },
    close: () => transport.close(),
  };
}

function nextServersReply(error: unknown): SmtpReply {
  const refused = typeof error === 'object' && error !== null && 'responseCode' in error ? error : undefined;
  if (refused !== undefined && Number(refused.responseCode) >= 500) {
    return new SmtpReply(Number(refused.responseCode), '5.0.0 The next server refused the mail');
  }
  return new SmtpReply(451, '4.4.1 The next server does not answer, try again later');
}

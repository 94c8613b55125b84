import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { CertifiedKey } from '../certificates';
import { hasCode } from '../support/file-lock';

const LOOPBACK = '127.0.0.1';
const LOOPBACK_IPV6 = '::1';
const CLOSE_LIMIT_MS = 500;

/** A listening SMTP server. */
export interface SmtpListener {
  readonly port: number;
  /** Shows another certificate to whoever connects from now on. */
  showCertificate(certificate: CertifiedKey): void;
  close(): Promise<void>;
}

/** What a handler answers a client with: reply code, and text that starts with the enhanced code. */
export class SmtpReply extends Error {
  override readonly name = 'SmtpReply';
  readonly responseCode: number;

  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

/** Listens on the loopback addresses of both families, so that a client may resolve `localhost` to either. */
export async function listenSmtp(options: SMTPServerOptions, port: number): Promise<SmtpListener> {
  const first = await listenOn(options, port, LOOPBACK);
  const second = await listenOn(options, first.port, LOOPBACK_IPV6).catch((error: unknown) => {
    if (hasCode(error, 'EADDRNOTAVAIL') || hasCode(error, 'EAFNOSUPPORT')) return undefined;
    throw error;
  });
  return {
    port: first.port,
    showCertificate: (certificate) => {
      first.showCertificate(certificate);
      second?.showCertificate(certificate);
    },
    close: async () => {
      await Promise.all([first.close(), second?.close()]);
    },
  };
}

async function listenOn(options: SMTPServerOptions, port: number, address: string): Promise<SmtpListener> {
  const server = new SMTPServer({ closeTimeout: CLOSE_LIMIT_MS, disableReverseLookup: true, ...options });
  const listener = server.listen(port, address);
  await once(listener, 'listening');
  // From here on a fault concerns one client: a broken handshake, a reset connection.
  server.on('error', (error) => console.error(`SMTP client: ${error.message}`));
  const bound = listener.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    showCertificate: ({ certificate, key }) => server.updateSecureContext({ cert: certificate, key }),
    close: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { Verification } from './certificate-trust';
import { dialogueLogger, type DialogueEvents } from './dialogue-logger';
import { senderProbe } from './sender-probe';
import type { SmtpTimeouts } from './smtp-client-options';
import type { SmtpDialogue } from './smtp-dialogue';
import { tokenExchange } from './smtp-login';
import type { handshakeOptions } from './tls-connection';

/** How to speak on a connection that is already open (and already encrypted where TLS is implicit). */
export interface SessionSetup {
  readonly socket: Socket;
  /** The connected address; the session itself never connects anywhere. */
  readonly address: string;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly ehloName: string;
  readonly tls: ReturnType<typeof handshakeOptions>;
  readonly verification: Verification;
  readonly timeouts: SmtpTimeouts;
}

interface ConnectionEvents extends DialogueEvents {
  /** The reply to a probed sender, as it was said. */
  readonly onProbed: (reply: string) => void;
}

const largestReplyBytes = 64 * 1024;
/** How long the server may take to close its side, in milliseconds. */
export const politeCloseMs = 1000;

/** The library's side of a session: it speaks on the given socket alone, and tells the dialogue line by line. */
export function libraryConnection(
  setup: SessionSetup,
  dialogue: SmtpDialogue,
  { onProbed, ...events }: ConnectionEvents,
): SMTPConnection {
  const { socket, address, security, ehloName, tls, timeouts } = setup;
  return new SMTPConnection({
    connection: socket,
    host: address,
    secure: security === 'tls',
    secured: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    name: ehloName,
    tls,
    connectionTimeout: timeouts.setUpMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.idleMs,
    socketCloseTimeout: politeCloseMs,
    maxResponseSize: largestReplyBytes,
    customAuth: { ...tokenExchange, ...senderProbe(onProbed) },
    transactionLog: true,
    logger: { ...dialogueLogger(dialogue, events) },
  });
}

import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';

import { tlsTroubleKind } from '../../domain/smtp-trouble';
import { verificationTrouble, type Verification } from './certificate-trust';
import { errorCodeOf, troubleError } from './smtp-trouble-error';
import { waitForSocket, type WaitBounds } from './socket-event';

/** The name for SNI and for the certificate; an address is verified as an address and has no SNI (RFC 6066 section 3). */
export function serverNameOf(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

/** How the handshake has to go. The platform decides by the chain; a pinned certificate is compared right after it. */
export function handshakeOptions(
  host: string,
  { secureContext, pinned }: Verification,
): { servername?: string; secureContext: SecureContext; rejectUnauthorized: boolean } {
  return { ...serverNameOf(host), secureContext, rejectUnauthorized: pinned === null };
}

/** Speaks TLS on a fresh connection (implicit TLS) and verifies the certificate for the host. */
export async function secureFromStart(
  socket: Socket,
  host: string,
  verification: Verification,
  bounds: WaitBounds,
): Promise<TLSSocket> {
  const secured = connect({ socket, host, ...handshakeOptions(host, verification) });
  try {
    await waitForSocket(secured, 'secureConnect', bounds);
  } catch (error) {
    throw troubleError('tls', tlsTroubleKind(errorCodeOf(error), true), { cause: error });
  }
  const trouble = verificationTrouble(secured, verification);
  if (trouble === null) return secured;
  secured.destroy();
  throw troubleError('tls', trouble);
}

import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';

import { tlsTroubleKind } from '../../domain/smtp-trouble';
import { errorCodeOf, troubleError } from './smtp-trouble-error';
import { waitForSocket, type WaitBounds } from './socket-event';

/** Public authorities and the given ones, TLS 1.2 or newer. Made once: reading the authorities takes milliseconds. */
export function createTrust(trustedAuthorities: string | null): SecureContext {
  const own = trustedAuthorities === null ? [] : [trustedAuthorities];
  return createSecureContext({ ca: [...rootCertificates, ...own], minVersion: 'TLSv1.2' });
}

/** The name for SNI and for the certificate; an address is verified as an address and has no SNI (RFC 6066 section 3). */
export function serverNameOf(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

/** Speaks TLS on a fresh connection (implicit TLS) and verifies the certificate for the host. */
export async function secureFromStart(
  socket: Socket,
  host: string,
  trust: SecureContext,
  bounds: WaitBounds,
): Promise<TLSSocket> {
  const secured = connect({ socket, host, ...serverNameOf(host), secureContext: trust });
  try {
    await waitForSocket(secured, 'secureConnect', bounds);
  } catch (error) {
    throw troubleError('tls', tlsTroubleKind(errorCodeOf(error), true), { cause: error });
  }
  return secured;
}

import type { ConnectionSecurity, MailServerSettings } from '../../../domain/mail-server-settings';

type Endpoint = Pick<MailServerSettings, 'port' | 'security'>;

/** Ports that stand for one way of encryption (RFC 8314, RFC 6409); 25 and 2525 are used with STARTTLS. */
const securityOf: Readonly<Record<number, ConnectionSecurity>> = {
  465: 'tls',
  587: 'starttls',
  25: 'starttls',
  2525: 'starttls',
};
const usualPort: Readonly<Record<ConnectionSecurity, number>> = { tls: 465, starttls: 587 };

/** A well-known port brings its way of encryption along. */
export function withPort({ security }: Endpoint, port: number): Endpoint {
  return { port, security: securityOf[port] ?? security };
}

/** Another way of encryption brings its usual port along, unless the port is one that only the server's operator knows. */
export function withSecurity({ port }: Endpoint, security: ConnectionSecurity): Endpoint {
  const belongsToOther = securityOf[port] !== undefined && securityOf[port] !== security;
  return { port: belongsToOther ? usualPort[security] : port, security };
}

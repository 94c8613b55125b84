import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** English texts of the stages from the name look-up to TLS. */
export const englishConnectionTexts = {
  EGRESS_ALLOWED: {
    title: 'Address and port are allowed',
    meaning: 'Connections to this server[ ({host}, port {port})] are permitted.',
    mend: null,
  },
  EGRESS_PORT_REFUSED: {
    title: 'This port is not allowed',
    meaning: 'We connect only to the usual ports for sending mail[, not to port {port}].',
    mend: 'Use port 587 with STARTTLS or port 465 with TLS. Your mail provider can tell you which of the two applies.',
  },
  EGRESS_ADDRESS_REFUSED: {
    title: 'This address is not allowed',
    meaning:
      'The server[ ({host})] is not on the public Internet, or its address is written in an ambiguous way. For security reasons we do not connect to it.',
    mend: 'Enter the publicly reachable name of your mail server. If the name has several addresses, all of them must be public.',
  },
  DNS_RESOLVED: {
    title: 'The server name was found',
    meaning: 'The name points to reachable addresses[: {addresses}].',
    mend: null,
  },
  DNS_NOT_FOUND: {
    title: 'There is no such server name',
    meaning: 'The name service (DNS) has no address for this name[ ({host})].',
    mend: 'Check the spelling of the server name. A name that was created just now can take some hours to become known everywhere.',
  },
  DNS_TROUBLE: {
    title: 'The server name could not be looked up just now',
    meaning: 'The name service (DNS) did not answer, or answered with an error. This may be temporary.',
    mend: 'Run the check again in a few minutes. If the problem stays, have the name servers of your domain checked.',
  },
  HOST_NOT_PUBLIC: {
    title: 'No public server is registered under this name',
    meaning:
      'The name service (DNS) has no address for this name[ ({host})], or not all of its addresses are on the public Internet. We do not connect there.',
    mend: 'Check the spelling, and enter the name under which your mail server can be reached from the Internet. If it has several addresses, all of them must be public. A new name takes some hours to become known everywhere.',
  },
  CONNECTED: {
    title: 'Connected',
    meaning: 'The server accepts connections[ (address {address})].',
    mend: null,
  },
  CONNECTION_FAILED: {
    title: 'The server cannot be reached',
    meaning: 'No connection to the server could be made. The cause may be a temporary problem in the network.',
    mend: 'Run the check again in a few minutes. If the problem stays, check the server name and the port.',
  },
  SERVER_UNREACHABLE: {
    title: 'No mail server answers here',
    meaning:
      'Under this server name and port[ ({host})] no mail server presented itself in time. For security reasons only our reviewers see what happened in detail.',
    mend: 'Check server name, port and encryption: port 587 goes with STARTTLS, port 465 with TLS. Make sure that the mail server is running and that your firewall lets connections from our addresses pass. Port 25 is often blocked.',
  },
  CONNECTION_REFUSED: {
    title: 'The server refuses the connection',
    meaning: 'A machine answers at this address, but no mail server accepts connections on this port.',
    mend: 'Check the port: 587 with STARTTLS and 465 with TLS are usual. Make sure that the mail server is running.',
  },
  CONNECTION_TIMED_OUT: {
    title: 'The server does not answer',
    meaning:
      'There was no answer to our attempt to connect. Often a firewall drops the connection, or the port is wrong.',
    mend: 'Check the server name and the port, and let connections from our addresses pass your firewall. Port 25 is often blocked; use 587 or 465.',
  },
  CONNECTION_LOST: {
    title: 'The connection broke off',
    meaning: 'The server ended the connection in the middle of the dialogue without giving a reason.',
    mend: 'Run the check again. If the problem stays, look for the reason in the log of your mail server.',
  },
  SERVER_TOO_SLOW: {
    title: 'The server answers too slowly',
    meaning: 'The server owed us an answer and did not give it in time.',
    mend: 'Run the check again later. If the problem stays, check the load of the server, and whether it delays new senders on purpose.',
  },
  GREETING_RECEIVED: {
    title: 'The mail server has greeted us',
    meaning: 'A mail server answers on this port.',
    mend: null,
  },
  GREETING_MISSING: {
    title: 'The mail server does not greet',
    meaning: 'The connection was made, but the server did not present itself as a mail server.',
    mend: 'Check the port and the encryption: port 465 goes with TLS, port 587 with STARTTLS. The server may also let in certain addresses only.',
  },
  GREETING_REFUSED: {
    title: 'The mail server turns us away',
    meaning:
      'The server accepted the connection and refused it at once. Usually it lets in certain addresses only, or our address is on a block list.',
    mend: 'Add our addresses to the senders that your mail server allows.',
  },
  SERVER_BUSY: {
    title: 'The mail server is not available just now',
    meaning: 'The server asked us to try again later.',
    mend: 'Run the check again in a few minutes. If the answer keeps coming, the server probably limits connections from our addresses or does not accept our name.',
  },
  PROTOCOL_BROKEN: {
    title: 'The server does not speak proper SMTP',
    meaning: 'What the server answers does not follow the mail protocol. Probably another service runs on this port.',
    mend: 'Check the server name and the port. If a filter or a firewall in front of the server changes SMTP, switch that function off.',
  },
  EHLO_ACCEPTED: {
    title: 'The mail server has named its features',
    meaning: 'The server accepts our name and knows these extensions[: {extensions}].',
    mend: null,
  },
  EHLO_REFUSED: {
    title: 'The mail server refuses our name',
    meaning: 'The server does not accept the name by which we introduce ourselves (EHLO).',
    mend: 'Allow our name in the configuration of your mail server, or exempt senders who log in from this test.',
  },
  TLS_VERIFIED: {
    title: 'The connection is securely encrypted',
    meaning: 'The server proved its identity with a valid certificate[ ({version}, valid until {expiresAt})].',
    mend: null,
  },
  TLS_VERIFIED_BY_AUTHORITY: {
    title: 'The connection is secured by an authority of its own',
    meaning:
      "The server proved its identity with a certificate of the organization's own authority[ ({version}, valid until {expiresAt})].",
    mend: null,
  },
  TLS_VERIFIED_BY_FINGERPRINT: {
    title: 'The server shows exactly the pinned certificate',
    meaning:
      'The certificate matches the fingerprint on record[ ({version}, valid until {expiresAt})]. After every renewal the new fingerprint has to be entered.',
    mend: null,
  },
  TLS_CERTIFICATE_EXPIRES_SOON: {
    title: 'The certificate expires soon',
    meaning:
      "The connection is secure, but the server's certificate is valid for a short time only[: {daysLeft} days, until {expiresAt}].",
    mend: 'Renew the certificate in time. Once it has expired, no mail can be sent through this server.',
  },
  TLS_NOT_OFFERED: {
    title: 'The server offers no encryption',
    meaning: 'STARTTLS is not possible on this port. Without encryption we send neither password nor mail.',
    mend: 'Switch on STARTTLS on the server, or use port 465 with TLS. Some firewalls remove STARTTLS; switch that function off there.',
  },
  TLS_WRONG_MODE: {
    title: 'Port and encryption do not match',
    meaning: 'On this port the server expects another kind of encryption than the one chosen[, namely {rightMode}].',
    mend: 'Change the encryption[ to {rightMode}], or change the port: port 465 goes with TLS, port 587 with STARTTLS.',
  },
  TLS_HANDSHAKE_FAILED: {
    title: 'The encryption could not be set up',
    meaning: 'Server and client could not agree on a secure connection.',
    mend: 'Check the TLS settings of the server: it needs TLS 1.2 or newer, up-to-date ciphers, and a certificate with the matching key.',
  },
  TLS_VERSION_TOO_OLD: {
    title: "The server's encryption is outdated",
    meaning: 'The server knows only versions of TLS that are no longer considered secure.',
    mend: 'Switch on TLS 1.2 or TLS 1.3 on the server.',
  },
  TLS_TEMPORARY: {
    title: 'Encryption is not possible just now',
    meaning: 'The server offers STARTTLS but cannot carry it out at the moment.',
    mend: 'Run the check again in a few minutes. If the problem stays, check certificate and key of the server.',
  },
  TLS_INJECTION: {
    title: 'Data was slipped in before the encryption',
    meaning:
      'Unsecured data arrived between the go-ahead for STARTTLS and the encryption. This is how attackers act who place themselves in a connection.',
    mend: 'Update the software of the mail server, and check filters and firewalls in front of it.',
  },
  TLS_CERTIFICATE_EXPIRED: {
    title: 'The certificate has expired',
    meaning: 'The server shows a certificate that is no longer valid[ (valid until {expiresAt})].',
    mend: 'Renew the certificate of the mail server, and restart the service so that it uses the new one.',
  },
  TLS_CERTIFICATE_NOT_YET_VALID: {
    title: 'The certificate is not valid yet',
    meaning: 'The validity of the certificate begins in the future.',
    mend: 'Check date and time of the machine that issued the certificate, or install a certificate that is valid already.',
  },
  TLS_CERTIFICATE_UNTRUSTED: {
    title: 'The certificate is not trusted',
    meaning:
      'The certificate is self-signed, comes from an unknown authority, or the server does not send the intermediate certificate.[ What was shown: {chain}.]',
    mend: 'Use a certificate of a public authority, and let the server send the complete chain with all intermediate certificates.',
  },
  TLS_CERTIFICATE_WRONG_NAME: {
    title: 'The certificate is for another name',
    meaning: "The server's certificate does not cover the server name that was entered.[ It covers: {names}.]",
    mend: 'Enter a server name that the certificate covers, or have the certificate issued for the name that was entered.',
  },
  TLS_CERTIFICATE_NOT_PINNED: {
    title: 'The server shows another certificate than the pinned one',
    meaning:
      'The fingerprint of the certificate differs from the one on record.[ What was shown: {sha256}.] Either the certificate was renewed, or somebody poses as your server.',
    mend: 'Ask whoever runs the server whether the certificate was renewed. Only then submit the settings again with the new fingerprint.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

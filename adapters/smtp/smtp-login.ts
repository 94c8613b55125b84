import type SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { Secret } from '../../domain/secret';

/** How to log in: a password, or a token of OAuth 2.0. The secret is used as it is, byte for byte. */
export interface SmtpLogin {
  readonly kind: 'password' | 'token';
  readonly user: string;
  readonly secret: Secret;
}

/** A login ready for the SMTP library. */
export interface PreparedLogin {
  /** The SASL mechanism on the wire. */
  readonly mechanism: string;
  readonly credentials: SMTPConnection.AuthenticationType;
  /** Texts that no transcript may show. */
  readonly secrets: readonly string[];
  /** False when a part cannot be sent: NUL separates the parts of PLAIN (RFC 4616 section 2), ^A those of XOAUTH2. */
  readonly isUsable: boolean;
}

/** Under this name the library runs our exchange and no other; what goes over the wire is `AUTH XOAUTH2`. */
const tokenMethod = 'TOKEN';
const mechanismsByPreference = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/** Chooses the mechanism by what the server offers; forced where it offers none. */
export function prepareLogin({ kind, user, secret }: SmtpLogin, offered: readonly string[]): PreparedLogin {
  const pass = secret.reveal();
  if (kind === 'token') {
    const secrets = [pass, tokenMessage(user, pass)];
    const isUsable = pass !== '' && !`${user}${pass}`.includes('\u0001');
    return { mechanism: 'XOAUTH2', credentials: { method: tokenMethod, user, pass }, secrets, isUsable };
  }
  const mechanism = mechanismsByPreference.find((one) => offered.includes(one)) ?? 'PLAIN';
  const isUsable = pass !== '' && !`${user}${pass}`.includes('\0');
  return { mechanism, credentials: { method: mechanism, user, pass }, secrets: [pass, `\0${user}\0${pass}`], isUsable };
}

/**
 * The exchange of XOAUTH2, once: a refusal comes as a challenge (334) whose answer is an empty line, and only then with its
 * code. The library's own exchange would ask for another token in between and count as a second failed login.
 */
export const tokenExchange: NonNullable<SMTPConnection.Options['customAuth']> = {
  [tokenMethod]: async (exchange) => {
    const message = Buffer.from(tokenMessage(exchange.auth.user ?? '', exchange.auth.pass ?? ''), 'utf8').toString(
      'base64',
    );
    const answer = await exchange.sendCommand(`AUTH XOAUTH2 ${message}`);
    const last = answer.status === 334 ? await exchange.sendCommand('') : answer;
    if (last.status !== 235) throw new Error('The server refused the token');
  },
};

function tokenMessage(user: string, token: string): string {
  return `user=${user}\u0001auth=Bearer ${token}\u0001\u0001`;
}

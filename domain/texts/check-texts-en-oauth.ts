import type { CheckCode } from '../check-report';
import type { CheckText } from './check-text';

/** English texts of the login by OAuth 2.0. */
export const englishOAuthTexts = {
  AUTH_TOKEN_REFUSED: {
    title: 'The mail server does not accept the access token',
    meaning: 'The provider issued a token, but the mail server does not let it into this mailbox.',
    mend: 'Check that the user name is the address of the mailbox and that the application may access it. Microsoft 365: register the service principal in Exchange Online, grant it “FullAccess” to the mailbox, and switch on “Authenticated SMTP” for the mailbox.',
  },
  OAUTH_ENDPOINT_REFUSED: {
    title: 'The address for access tokens is not allowed',
    meaning:
      'The token endpoint is not on the public Internet, or on an unusual port. For security reasons we do not connect to it.',
    mend: 'Enter the publicly reachable token endpoint of your provider (https, port 443).',
  },
  OAUTH_ENDPOINT_UNREACHABLE: {
    title: 'No access token could be had',
    meaning: 'The token endpoint did not answer, not in time, or without sound encryption.',
    mend: 'Run the check again in a few minutes. If the problem stays, check the address of the token endpoint and its certificate.',
  },
  OAUTH_TEMPORARY: {
    title: 'The provider issues no access tokens just now',
    meaning: 'The token endpoint is overloaded or out of order.',
    mend: 'Run the check again in a few minutes.',
  },
  OAUTH_ANSWER_UNUSABLE: {
    title: 'The token endpoint does not answer as expected',
    meaning: 'The answer holds no usable access token. Probably the address leads to another service.',
    mend: 'Check the address of the token endpoint; it mostly ends in “/token”.',
  },
  OAUTH_CLIENT_REFUSED: {
    title: 'The application was not recognised',
    meaning: 'The provider does not know the application or the service account, or the secret is wrong.',
    mend: 'Check the application (client) id or the service account, and enter the client secret or private key again. Microsoft 365 needs the value of the secret, not its id.',
  },
  OAUTH_SECRET_EXPIRED: {
    title: 'The client secret has expired',
    meaning: 'The provider no longer accepts the secret of the application because its time is over.',
    mend: 'Create a new client secret with the provider and enter it here. Note when it expires.',
  },
  OAUTH_TENANT_UNKNOWN: {
    title: 'There is no such tenant',
    meaning: 'The provider does not know the tenant id or domain that was entered.',
    mend: 'Enter the directory (tenant) id from the Microsoft Entra admin center.',
  },
  OAUTH_USER_UNKNOWN: {
    title: 'The provider has no such mailbox',
    meaning: 'The provider does not know the account in whose name mail is to be sent.',
    mend: 'Enter the main address of the account as the user name, not an alias.',
  },
  OAUTH_PERMISSION_MISSING: {
    title: 'The application lacks a permission',
    meaning: 'The provider does not allow the application to send over SMTP.',
    mend: 'Grant the permission: with Microsoft 365 “SMTP.SendAsApp” with the consent of an administrator, with Google Workspace domain-wide delegation for “https://mail.google.com/”.',
  },
  OAUTH_TOKEN_NOT_ISSUED: {
    title: 'The provider issued no access token',
    meaning: 'The token endpoint refused the request.',
    mend: 'Check all details of the login, and look for the reason in the sign-in logs of the provider.',
  },
  OAUTH_KEY_UNUSABLE: {
    title: 'The private key cannot be read',
    meaning: 'The key of the service account is not a private key in PEM form.',
    mend: 'Copy the value of “private_key” from the key file, with its first and last line. The whole key file is accepted, too.',
  },
} as const satisfies Partial<Record<CheckCode, CheckText>>;

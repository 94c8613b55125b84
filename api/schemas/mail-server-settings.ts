import { z } from 'zod';

import { passwordAuthentication } from '../../domain/authentication';
import { connectionSecurities } from '../../domain/mail-server-settings';
import { publicTrust } from '../../domain/server-trust';

const clientId = z
  .string()
  .max(1024)
  .meta({ examples: ['9f0c7a52-6f1d-4a27-8d6e-2f7a1c0b3d44'] });

const authentication = z
  .discriminatedUnion('method', [
    z
      .strictObject({ method: z.literal('password') })
      .meta({ title: 'Password', description: 'PLAIN, LOGIN or CRAM-MD5, only inside TLS' }),
    z
      .strictObject({
        method: z.literal('microsoft-oauth2'),
        tenant: z
          .string()
          .max(300)
          .meta({ description: 'Directory (tenant) id or domain', examples: ['customer.onmicrosoft.com'] }),
        clientId,
      })
      .meta({ title: 'Microsoft 365', description: 'Client credentials; `password` holds the client secret' }),
    z
      .strictObject({
        method: z.literal('google-service-account'),
        serviceAccount: z
          .string()
          .max(320)
          .meta({
            description: '`client_email` of its key file',
            examples: ['mailer@project.iam.gserviceaccount.com'],
          }),
      })
      .meta({
        title: 'Google Workspace',
        description: 'Service account with domain-wide delegation; `password` holds its private key in PEM form',
      }),
    z
      .strictObject({
        method: z.literal('oauth2'),
        tokenEndpoint: z
          .string()
          .max(1024)
          .meta({ description: 'An https URL', examples: ['https://login.customer.example/oauth2/token'] }),
        clientId,
        scope: z
          .string()
          .max(1024)
          .default('')
          .meta({ description: 'Scopes separated by spaces', examples: ['smtp.send'] }),
      })
      .meta({ title: 'OAuth 2.0', description: 'Client credentials; `password` holds the client secret' }),
  ])
  .meta({ description: 'How we log in; with OAuth 2.0 by XOAUTH2, and `user` is the mailbox that sends' });

const trust = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('public') }).meta({ title: 'Public authorities' }),
    z
      .strictObject({
        kind: z.literal('authority'),
        certificates: z.string().max(20_000).meta({ description: 'Certificates of the own authority in PEM form' }),
      })
      .meta({ title: 'Also an authority of the organization' }),
    z
      .strictObject({
        kind: z.literal('certificate'),
        sha256: z.string().max(200).meta({ description: 'SHA-256 fingerprint of the server’s certificate, in hex' }),
      })
      .meta({ title: 'Exactly one certificate' }),
  ])
  .meta({ description: 'Whose certificate we accept; the reviewer sees the choice' });

const plainFields = {
  host: z
    .string()
    .max(300)
    .meta({ examples: ['smtp.customer.example'] }),
  port: z.int().meta({ examples: [587] }),
  security: z.enum(connectionSecurities).meta({ description: 'Implicit TLS, or STARTTLS required' }),
  user: z
    .string()
    .max(1024)
    .meta({ examples: ['invoices@customer.example'] }),
};

const senderFields = {
  senderAddress: z
    .string()
    .max(320)
    .meta({ examples: ['contracts@customer.example'] }),
  senderName: z
    .string()
    .max(320)
    .meta({ examples: ['Muster GmbH'] }),
};

/** Only the shape; what makes settings valid is the domain's business and answered with SETTINGS_INVALID. */
export const mailServerSettings = z
  .strictObject({
    ...plainFields,
    authentication: authentication.default(passwordAuthentication),
    trust: trust.default(publicTrust),
    ...senderFields,
  })
  .meta({ id: 'MailServerSettings' });

/** Settings as they are kept, without the secret. */
export const submittedSettings = z
  .object({ ...plainFields, authentication, trust, ...senderFields })
  .meta({ id: 'SubmittedSettings', description: 'Settings as they are kept; the secret can never be read back' });

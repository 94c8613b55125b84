import { passwordAuthentication } from '../../domain/authentication';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { publicTrust } from '../../domain/server-trust';

/** The settings of an organization's mail server; by default of one that nobody connects to. */
export function benchSettings(organizationId: string, server?: { host: string; port: number }): MailServerSettings {
  const { host, port } = server ?? { host: `mail.${organizationId}.example`, port: 465 };
  return {
    host,
    port,
    security: 'tls',
    user: organizationId,
    authentication: passwordAuthentication,
    trust: publicTrust,
    senderAddress: `contracts@${organizationId}.example`,
    senderName: 'Contracts',
  };
}

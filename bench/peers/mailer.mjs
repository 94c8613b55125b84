// nodemailer as its documentation has it: a pooled transport for each server login.
import { createTransport } from 'nodemailer';

/**
 * @param {{ host: string, port: number, authority: string, password: string, connections: number }} smtp
 * @returns {(mail: any) => Promise<unknown>}
 */
export function createMailer({ host, port, authority, password, connections }) {
  const transports = new Map();
  const transportOf = (organizationId) => {
    const kept = transports.get(organizationId);
    if (kept) return kept;
    const transport = createTransport({
      pool: true,
      maxConnections: connections,
      host,
      port,
      secure: true,
      tls: { ca: authority },
      auth: { user: organizationId, pass: password },
    });
    transports.set(organizationId, transport);
    return transport;
  };
  return async ({ organizationId, to, subject, text, html, messageId }) =>
    await transportOf(organizationId).sendMail({
      from: { name: 'Contracts', address: `contracts@${organizationId}.example` },
      replyTo: `admin@${organizationId}.example`,
      to,
      subject,
      text,
      html,
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
}

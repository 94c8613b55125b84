import type { SMTPServerSession } from 'smtp-server';

/** The trace that every server adds on top (RFC 5321, section 4.4). */
export function receivedHeader(session: SMTPServerSession, hostName: string): string {
  const client = `${session.hostNameAppearsAs || 'unknown'} ([${session.remoteAddress}])`;
  const date = new Date().toUTCString().replace('GMT', '+0000');
  return `Received: from ${client}\r\n\tby ${hostName} with ${session.transmissionType} id ${session.id};\r\n\t${date}\r\n`;
}

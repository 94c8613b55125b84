import { adminAddress, type EnteredServer } from './real-organization';
import type { RealStack } from './real-stack';

/** The demo customer's server, as its admin enters it. */
export function customerServer({ stack }: RealStack, changes: Partial<EnteredServer> = {}): EnteredServer {
  const { host, startTlsPort: port } = stack.addresses.customerServer;
  const { name: user, password } = stack.credentials.customer;
  return { host, port, security: 'starttls', user, password, ...changes };
}

/** Nobody listens for what comes back: drafts wait for the code of their test mail, and do not confirm themselves. */
export const withoutReturn = { environment: { INBOUND_SMTP_PORT: '' } } as const;

/** The code in the newest test mail. */
export async function codeOfTestMail({ inbox }: RealStack): Promise<string> {
  const { text } = await inbox.wait({ recipient: adminAddress, listener: 'mx' });
  const code = /: (\w{4}-\w{4})$/m.exec(text)?.[1];
  if (code === undefined) throw new Error('The test mail has no code');
  return code;
}

/** All the way from an unknown organization to one whose mail leaves through the demo customer's server. */
export async function goLive(real: RealStack, checkedWithinMs?: number): Promise<void> {
  const { organization } = real;
  await organization.registerAndUnlock();
  await organization.submit(customerServer(real));
  await organization.checkedDraft(checkedWithinMs);
  await organization.confirmAndApprove(await codeOfTestMail(real));
}

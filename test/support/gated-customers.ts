import { join } from 'node:path';
import { DemoCertificates } from '../../dev/demo-certificates';
import type { StackOptions } from '../../dev/stack';
import { GatedSmtpServer } from './gated-smtp-server';
import type { EnteredServer } from './real-organization';
import { RealStack, temporaryDataDirectory } from './real-stack';

/** A stack whose organizations have a mail server that lets a test decide when a client hears an answer. */
export interface GatedCustomers {
  readonly real: RealStack;
  readonly smtp: GatedSmtpServer;
  /** The server as an admin enters it, with a user of its own for each organization. */
  serverOf(organizationId: string): EnteredServer;
}

const password = 'the password';

/** `prepare` tells what else the stack is to be started with, once there are certificates. */
export async function startGatedCustomers(
  afterwards: (end: () => Promise<void>) => void,
  prepare: (
    certificates: DemoCertificates,
  ) => Promise<Pick<StackOptions, 'environment' | 'organizations'>> = async () => await Promise.resolve({}),
): Promise<GatedCustomers> {
  // The SMTP server tells of every client that is killed.
  jest.spyOn(console, 'error').mockImplementation();
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  const certificates = await DemoCertificates.open(join(path, 'certificates'));
  const smtp = await GatedSmtpServer.start(await certificates.authority.issue({ names: ['localhost'] }), password);
  afterwards(async () => await smtp.close());
  const { environment, ...options } = await prepare(certificates);
  const real = await RealStack.start(path, {
    ...options,
    components: ['temporal', 'mongodb', 'oidc', 'inbox', 'worker', 'api'],
    environment: {
      EGRESS_ALLOWED_PORTS: String(smtp.port),
      OUTBOX_SWEEP_SECONDS: '2',
      DELIVERY_TAKEOVER_SECONDS: '5',
      ...environment,
    },
  });
  afterwards(async () => await real.stop());
  const address = { host: 'localhost', port: smtp.port, security: 'starttls', password } as const;
  return { real, smtp, serverOf: (user) => ({ ...address, user }) };
}

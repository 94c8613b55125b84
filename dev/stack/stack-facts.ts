import { join } from 'node:path';
import { DemoCertificates } from '../demo-certificates';
import { BACKEND_CLIENT } from '../oidc/demo-users';
import { writePrivateFile } from '../support/private-file';
import type { Report } from '../support/report';
import type { SpecFacts } from './component-specs';
import { type StackSecrets, stackSecrets } from './secrets';
import { INBOUND_BOUNCE_DOMAIN } from './service-environment';
import { type PortChoice, type StackPorts, chooseStackPorts } from './stack-ports';
import type { StackAddresses, StackCredentials } from './stack-types';

interface FactOptions {
  readonly dataDirectory: string;
  readonly report: Report;
  readonly ports?: PortChoice;
  readonly trustedAuthority?: string;
}

/** Chooses the ports and reads, or makes the first time, what the data directory keeps. */
export async function gatherFacts(options: FactOptions): Promise<SpecFacts> {
  const { dataDirectory, report } = options;
  const ports = await chooseStackPorts(options.ports ?? 'default', report);
  const secrets = await stackSecrets(dataDirectory);
  const certificates = await DemoCertificates.open(join(dataDirectory, 'certificates'));
  const addresses = plannedAddresses(ports, certificates.authorityFile);
  const trustedFile = await trustedAuthorities(dataDirectory, certificates, options.trustedAuthority);
  return { dataDirectory, ports, secrets, certificates, trustedFile, addresses, credentials: credentialsFrom(secrets) };
}

/** The file with every authority that the worker trusts besides the public ones. */
async function trustedAuthorities(
  dataDirectory: string,
  { authority, authorityFile }: DemoCertificates,
  given: string | undefined,
): Promise<string> {
  if (given === undefined) return authorityFile;
  const file = join(dataDirectory, 'certificates', 'trusted.pem');
  await writePrivateFile(file, `${authority.certificate.trim()}\n${given}`);
  return file;
}

function plannedAddresses(ports: StackPorts, authorityFile: string): StackAddresses {
  return {
    api: url(ports.api),
    apiDocs: `${url(ports.api)}/docs`,
    apiMetrics: url(ports.apiMetrics),
    workerMetrics: url(ports.workerMetrics),
    temporal: process.env['TEMPORAL_ADDRESS'] || `127.0.0.1:${ports.temporal}`,
    temporalUi: url(ports.temporalUi),
    mongodbUri: process.env['MONGODB_URI'] || undefined,
    mongodbDatabase: process.env['MONGODB_DATABASE'] ?? 'mail_server_approval',
    oidcIssuer: url(ports.oidc),
    inbox: url(ports.inboxWeb),
    inbound: { host: 'localhost', port: ports.inboundSmtp, domain: INBOUND_BOUNCE_DOMAIN },
    platformSmtp: { host: 'localhost', port: ports.platformSmtp },
    mx: { host: 'localhost', port: ports.inboxMx },
    customerServer: { host: 'localhost', startTlsPort: ports.customerStartTls, tlsPort: ports.customerTls },
    authorityFile,
  };
}

function credentialsFrom(secrets: StackSecrets): StackCredentials {
  return {
    platform: { name: 'platform', password: secrets.platformPassword },
    customer: { name: 'mailer@customer.example', password: secrets.customerPassword },
    backend: { clientId: BACKEND_CLIENT, clientSecret: secrets.backendSecret },
  };
}

function url(port: number): string {
  return `http://127.0.0.1:${port}`;
}

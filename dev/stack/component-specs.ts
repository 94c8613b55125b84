import { join } from 'node:path';
import type { DemoCertificates } from '../demo-certificates';
import type { MailRoute } from '../mail/mail-forwarder';
import type { ComponentSpec } from './component-process';
import type { StackSecrets } from './secrets';
import type { StackPorts } from './stack-ports';
import type { ComponentName, StackAddresses, StackCredentials } from './stack-types';

const SERVICE_READY_LIMIT_MS = 120_000;

/** What the specifications of the components are made of. */
export interface SpecFacts {
  readonly dataDirectory: string;
  readonly ports: StackPorts;
  readonly addresses: StackAddresses;
  readonly credentials: StackCredentials;
  readonly secrets: StackSecrets;
  readonly certificates: DemoCertificates;
  /** PEM file of the authorities that the worker trusts besides the public ones. */
  readonly trustedFile: string;
}

/** Where a component's log is kept. */
export function logFileOf(dataDirectory: string, name: ComponentName): string {
  return join(dataDirectory, 'logs', `${name}.log`);
}

export function temporalSpec({ dataDirectory, ports }: SpecFacts, executable: string): ComponentSpec {
  const options = {
    executable,
    databaseFile: join(dataDirectory, 'temporal', 'temporal.db'),
    port: ports.temporal,
    uiPort: ports.temporalUi,
  };
  return { ...ourOwn('temporal', dataDirectory), options };
}

/** `organizations`: those that the demo's admins administer besides the demo's own. */
export function oidcSpec(
  { dataDirectory, ports, secrets, addresses }: SpecFacts,
  organizations: readonly string[],
): ComponentSpec {
  const options = {
    directory: join(dataDirectory, 'oidc'),
    port: ports.oidc,
    backendSecret: secrets.backendSecret,
    dashboardSecret: secrets.dashboardSecret,
    dashboardRedirectUris: [`${addresses.api}/auth/callback`],
    organizations,
  };
  return { ...ourOwn('oidc', dataDirectory), options };
}

/** `environment`: what the worker is given, which says where it listens for what comes back, and for which domains. */
export async function inboxSpec(
  facts: SpecFacts,
  environment: Readonly<Record<string, string>>,
): Promise<ComponentSpec> {
  const { dataDirectory, ports, certificates, credentials } = facts;
  const options = {
    directory: join(dataDirectory, 'inbox'),
    certificate: await certificates.forServer('inbox', ['localhost', '127.0.0.1', '::1']),
    platformUser: credentials.platform,
    ports: { web: ports.inboxWeb, platform: ports.platformSmtp, mx: ports.inboxMx },
    routes: routesToTheWorker(environment),
  };
  return { ...ourOwn('inbox', dataDirectory), options };
}

function routesToTheWorker(environment: Readonly<Record<string, string>>): MailRoute[] {
  const {
    INBOUND_BOUNCE_DOMAIN: bounce = '',
    INBOUND_CHECK_DOMAIN: check = '',
    INBOUND_SMTP_PORT: port = '',
  } = environment;
  const domains = [bounce, check].filter((domain) => domain !== '').map((domain) => domain.toLowerCase());
  return domains.length === 0 || port === '' ? [] : [{ domains, port: Number(port) }];
}

export async function customerServerSpec(facts: SpecFacts): Promise<ComponentSpec> {
  const { dataDirectory, ports, certificates, credentials } = facts;
  const options = {
    hostName: 'localhost',
    certificate: await certificates.forServer('customer-server', ['localhost', 'mail.customer.example', '127.0.0.1']),
    user: credentials.customer,
    domain: 'customer.example',
    ports: { starttls: ports.customerStartTls, tls: ports.customerTls },
    next: { port: ports.inboxMx, authority: certificates.authority.certificate },
  };
  return { ...ourOwn('customer-server', dataDirectory), options };
}

/** The worker or the API: a process that knows nothing of us. */
export function serviceSpec(
  name: 'worker' | 'api',
  { dataDirectory, addresses }: SpecFacts,
  environment: Readonly<Record<string, string>>,
): ComponentSpec {
  return {
    name,
    module: `../${name}/main`,
    readyUrl: name === 'worker' ? `${addresses.workerMetrics}/healthz` : `${addresses.api}/readyz`,
    readyWithinMs: SERVICE_READY_LIMIT_MS,
    environment,
    dataDirectory,
    logFile: logFileOf(dataDirectory, name),
  };
}

function ourOwn(name: ComponentName, dataDirectory: string): ComponentSpec {
  return { name, module: `components/${name}`, dataDirectory, logFile: logFileOf(dataDirectory, name) };
}

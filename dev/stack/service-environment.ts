import { hkdfSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { API_AUDIENCE, API_SCOPE, DASHBOARD_CLIENT } from '../oidc/demo-users';
import { projectDirectory } from '../support/directories';
import type { StackSecrets } from './secrets';
import type { StackPorts } from './stack-ports';
import type { StackAddresses, StackCredentials } from './stack-types';

const STANDARD_SMTP_PORTS = [465, 587, 25, 2525];
/** Return addresses of the demo: mail servers of the stack hand over what is for this domain to the worker. */
export const INBOUND_BOUNCE_DOMAIN = 'bounce.platform.example';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

interface Facts {
  readonly addresses: StackAddresses;
  readonly credentials: StackCredentials;
  readonly ports: StackPorts;
  readonly secrets: StackSecrets;
  readonly trustedFile: string;
}

/** What the worker and the API are given: every variable that `config/` asks for. */
export function serviceEnvironment(facts: Facts): Record<string, string> {
  const { addresses, credentials, ports, secrets, trustedFile } = facts;
  return {
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    MONGODB_URI: addresses.mongodbUri ?? '',
    MONGODB_DATABASE: addresses.mongodbDatabase,
    TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_NAMESPACE: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
    TEMPORAL_TASK_QUEUE: process.env['TEMPORAL_TASK_QUEUE'] ?? 'mail-server-approval',
    TEMPORAL_UI_URL: addresses.temporalUi ?? process.env['TEMPORAL_UI_URL'] ?? '',
    API_HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    API_PUBLIC_URL: addresses.api,
    API_METRICS_HOST: '127.0.0.1',
    API_METRICS_PORT: String(ports.apiMetrics),
    WORKER_METRICS_HOST: '127.0.0.1',
    WORKER_METRICS_PORT: String(ports.workerMetrics),
    OIDC_ISSUER: addresses.oidcIssuer,
    OIDC_AUDIENCE: process.env['OIDC_AUDIENCE'] ?? API_AUDIENCE,
    OIDC_ROLES_CLAIM: process.env['OIDC_ROLES_CLAIM'] ?? 'roles',
    OIDC_ORGANIZATIONS_CLAIM: process.env['OIDC_ORGANIZATIONS_CLAIM'] ?? 'organizations',
    OIDC_SCOPES_CLAIM: process.env['OIDC_SCOPES_CLAIM'] ?? 'scope',
    OIDC_DASHBOARD_CLIENT_ID: process.env['OIDC_DASHBOARD_CLIENT_ID'] ?? DASHBOARD_CLIENT,
    OIDC_DASHBOARD_CLIENT_SECRET: process.env['OIDC_DASHBOARD_CLIENT_SECRET'] ?? secrets.dashboardSecret,
    OIDC_DASHBOARD_SCOPE: process.env['OIDC_DASHBOARD_SCOPE'] ?? `openid profile email ${API_SCOPE}`,
    OIDC_DASHBOARD_RESOURCE: process.env['OIDC_DASHBOARD_RESOURCE'] ?? API_AUDIENCE,
    CREDENTIAL_KEYS: secrets.credentialKeys,
    PAYLOAD_KEYS: secrets.payloadKeys,
    CONFIRMATION_CODE_KEY: secrets.confirmationCodeKey,
    AUDIT_KEYS: auditKeys(secrets),
    EGRESS_ALLOWED_PORTS: withGiven('EGRESS_ALLOWED_PORTS', [
      ...STANDARD_SMTP_PORTS,
      ports.customerStartTls,
      ports.customerTls,
    ]),
    EGRESS_ALLOWED_NETWORKS: withGiven('EGRESS_ALLOWED_NETWORKS', LOOPBACK),
    SMTP_EHLO_NAME: 'platform.localhost',
    SMTP_TRUSTED_CA_FILE: trustedFile,
    PLATFORM_SMTP_HOST: addresses.platformSmtp.host,
    PLATFORM_SMTP_PORT: String(addresses.platformSmtp.port),
    PLATFORM_SMTP_SECURITY: 'starttls',
    PLATFORM_SMTP_USER: credentials.platform.name,
    PLATFORM_SMTP_PASSWORD: credentials.platform.password,
    PLATFORM_FROM_ADDRESS: 'no-reply@platform.example',
    PLATFORM_FROM_NAME: 'Demo platform',
    INBOUND_BOUNCE_DOMAIN,
    INBOUND_ADDRESS_KEYS: secrets.inboundAddressKeys,
    INBOUND_SMTP_PORT: String(ports.inboundSmtp),
    NOTIFY_SALES_ADDRESS: 'sales@platform.example',
    NOTIFY_REVIEWERS_ADDRESS: 'reviewers@platform.example',
    NOTIFY_OPS_ADDRESS: 'ops@platform.example',
    NOTIFY_LOCALE: process.env['NOTIFY_LOCALE'] ?? 'en',
    ...givenOnly('WEBHOOK_URL', 'WEBHOOK_SECRETS', 'WEBHOOK_ALLOWED_NETWORKS'),
    ...workflowBundle(),
  };
}

/** Made from another secret, so that data directories from before there were audit keys go on working. */
function auditKeys({ confirmationCodeKey }: StackSecrets): string {
  const key = hkdfSync('sha256', Buffer.from(confirmationCodeKey, 'base64'), '', 'audit', 32);
  return `demo-1:${Buffer.from(key).toString('base64')}`;
}

/** Variables that the stack has no value of its own for. */
function givenOnly(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

/** What the embedded servers need, and what the environment asks for besides. */
function withGiven(variable: string, needed: readonly (string | number)[]): string {
  const given = process.env[variable] ?? '';
  return [...needed, ...(given === '' ? [] : [given])].join(',');
}

/** The bundle that the build made, where there is one: the worker starts faster with it. */
function workflowBundle(): Record<string, string> {
  const path = join(projectDirectory(), 'dist', 'workflow-bundle.js');
  return existsSync(path) && !__filename.endsWith('.ts') ? { WORKFLOW_BUNDLE_PATH: path } : {};
}

import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';

import { createEgressPolicy } from '../domain/egress-policy';
import {
  connectionSecurities,
  isMailAddress,
  normalizeSettings,
  settingsFaults,
  type MailServerSettings,
  type SettingsFault,
  type SettingsField,
} from '../domain/mail-server-settings';
import { Secret } from '../domain/secret';
import { pemBlocks, type ServerTrust } from '../domain/server-trust';
import { authenticationIn, trustIn } from './check-server-login';
import { contentOf, oneOf, UsageError, type GivenOptions } from './command-line';

/** Whether anybody waits for the test mail to come back, and where. */
export type ReturnChoice =
  | { readonly kind: 'ignored' | 'nowhere' }
  | {
      readonly kind: 'listen';
      readonly host: string;
      readonly port: number;
      /** The domain of the check address; mail for it must reach the port. */
      readonly domain: string;
      readonly waitMs: number;
    };

export interface CheckServerOptions {
  readonly settings: MailServerSettings;
  readonly password: Secret;
  readonly recipient: string;
  readonly allowedNetworks: readonly string[];
  readonly allowedPorts: readonly number[];
  readonly ehloName: string;
  readonly comesBack: ReturnChoice;
  readonly json: boolean;
  readonly locale: 'de' | 'en';
}

const longestWaitMs = 3_600_000;
const usualPorts = [465, 587, 25, 2525];
const senderName = 'Mail server check';
const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

const optionShapes = {
  host: text,
  port: text,
  security: text,
  user: text,
  'password-file': text,
  auth: text,
  tenant: text,
  'client-id': text,
  'service-account': text,
  'token-endpoint': text,
  scope: text,
  from: text,
  to: text,
  ca: text,
  pin: text,
  'allow-network': texts,
  'allow-port': texts,
  'ehlo-name': text,
  'no-return': flag,
  'return-listen': text,
  'return-domain': text,
  'return-wait': text,
  json: flag,
  locale: text,
} as const;

type Values = ReturnType<typeof parsed>['values'];
type NeededOption = 'host' | 'port' | 'security' | 'user' | 'password-file' | 'from' | 'to';

/** Reads the command line. Throws UsageError. */
export function readOptions(args: readonly string[]): CheckServerOptions {
  const { values } = parsed(args);
  const settings = settingsIn(values);
  const recipient = needed(values, 'to');
  if (!isMailAddress(recipient)) throw new UsageError('--to must be one plain mail address');
  return {
    settings,
    password: passwordIn(needed(values, 'password-file')),
    recipient,
    allowedNetworks: networksIn(values['allow-network'] ?? []),
    allowedPorts: [...usualPorts, ...(values['allow-port'] ?? []).map((port) => portNumber('--allow-port', port))],
    ehloName: ehloNameIn(values['ehlo-name'] ?? ownName()),
    comesBack: returnIn(values),
    json: values.json ?? false,
    locale: oneOf('--locale', values.locale ?? 'en', ['de', 'en'] as const),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionShapes, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const optionOfMember: Readonly<Record<string, string>> = {
  tenant: '--tenant',
  clientId: '--client-id',
  serviceAccount: '--service-account',
  tokenEndpoint: '--token-endpoint',
  scope: '--scope',
  certificates: '--ca',
  sha256: '--pin',
};

const optionOfField: Readonly<Record<SettingsField, string>> = {
  host: '--host',
  port: '--port',
  security: '--security',
  user: '--user',
  authentication: '--auth',
  trust: '--ca',
  senderAddress: '--from',
  senderName: '--from',
};

const faultTexts = {
  EMPTY: 'must not be empty',
  TOO_LONG: 'is too long',
  CONTROL_CHARACTER: 'must not contain control characters',
  NOT_A_HOST: 'must be a host name or an address',
  NOT_A_PORT: 'must be a port number',
  NOT_AN_ADDRESS: 'must be one plain mail address',
  NOT_AN_HTTPS_URL: 'must be an https URL',
  NOT_A_TENANT: 'must be the id or a domain of a tenant',
  NOT_A_SERVICE_ACCOUNT: 'must be the mail address of a service account',
  NOT_A_SCOPE: 'must be scopes separated by single spaces',
  NOT_A_CERTIFICATE: 'must be a file with certificates in PEM form',
  NOT_A_FINGERPRINT: 'must be a SHA-256 fingerprint in hex',
} as const satisfies Record<SettingsFault['code'], string>;

function settingsIn(values: Values): MailServerSettings {
  const given = onceGiven(values);
  const settings = normalizeSettings({
    host: needed(values, 'host'),
    port: portNumber('--port', needed(values, 'port')),
    security: oneOf('--security', needed(values, 'security'), connectionSecurities),
    user: needed(values, 'user'),
    authentication: authenticationIn(given),
    trust: trustIn(given),
    senderAddress: needed(values, 'from'),
    senderName,
  });
  const [fault] = settingsFaults(settings);
  if (fault !== undefined) throw new UsageError(`${optionOf(fault)} ${faultTexts[fault.code]}`);
  requireCertificates(settings.trust);
  return settings;
}

function onceGiven(values: Values): GivenOptions {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function optionOf({ field, member }: SettingsFault): string {
  return (member === undefined ? undefined : optionOfMember[member]) ?? optionOfField[field];
}

function requireCertificates(trust: ServerTrust): void {
  if (trust.kind !== 'authority') return;
  try {
    for (const block of pemBlocks(trust.certificates)) void new X509Certificate(block);
  } catch (cause) {
    throw new UsageError(`--ca ${faultTexts.NOT_A_CERTIFICATE}`, { cause });
  }
}

/** The file's content, byte for byte as text, without the one line break that editors put at its end. */
function passwordIn(file: string): Secret {
  return new Secret(contentOf('--password-file', file).replace(/\r?\n$/, ''));
}

function networksIn(networks: readonly string[]): readonly string[] {
  try {
    createEgressPolicy([], networks);
  } catch (cause) {
    throw new UsageError('--allow-network must be a network in CIDR form, for instance 10.1.0.0/16', { cause });
  }
  return networks;
}

function returnIn(values: Values): ReturnChoice {
  const { 'return-listen': listen, 'return-domain': domain, 'return-wait': wait = '60' } = values;
  if (values['no-return'] === true) return { kind: 'ignored' };
  if (listen === undefined && domain === undefined) return { kind: 'nowhere' };
  if (listen === undefined || domain === undefined) {
    throw new UsageError('--return-listen and --return-domain are needed together');
  }
  const [, host = '', port = ''] = /^(?:\[?([0-9a-f.:]+?)\]?:)?(\d{1,5})$/i.exec(listen) ?? [];
  if (!isMailAddress(`check@${domain}`)) throw new UsageError('--return-domain must be a domain');
  const waitMs = (/^\d{1,4}$/.test(wait) ? Number(wait) : 0) * 1000;
  if (waitMs < 1000 || waitMs > longestWaitMs) throw new UsageError('--return-wait must be from 1 to 3600 seconds');
  return {
    kind: 'listen',
    host: host || '0.0.0.0',
    port: portNumber('--return-listen', port),
    domain: domain.toLowerCase(),
    waitMs,
  };
}

function ehloNameIn(name: string): string {
  if (!/^(?:[a-z0-9._-]{1,255}|\[[a-z0-9.:]{1,64}\])$/i.test(name)) {
    throw new UsageError('--ehlo-name must be a host name or an address in brackets');
  }
  return name;
}

/** The name of this machine where it has a full one; else the address form that RFC 5321 section 4.1.4 leaves us. */
function ownName(): string {
  const name = hostname();
  return name.includes('.') ? name : '[127.0.0.1]';
}

function portNumber(option: string, given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (port < 1 || port > 65_535) throw new UsageError(`${option} must be a port number`);
  return port;
}

function needed(values: Values, name: NeededOption): string {
  const value = values[name];
  if (value === undefined || value === '') throw new UsageError(`--${name} is needed`);
  return value;
}

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createSecureContext } from 'node:tls';
import { parseArgs } from 'node:util';

import { createEgressPolicy } from '../domain/egress-policy';
import {
  connectionSecurities,
  isMailAddress,
  normalizeSettings,
  settingsFaults,
  type MailServerSettings,
  type SettingsField,
} from '../domain/mail-server-settings';
import { Secret } from '../domain/secret';

/** Called in a way that cannot work; the message says why. */
export class UsageError extends Error {}

export interface CheckServerOptions {
  readonly settings: MailServerSettings;
  readonly password: Secret;
  readonly recipient: string;
  readonly trustedAuthorities: string | null;
  readonly allowedNetworks: readonly string[];
  readonly allowedPorts: readonly number[];
  readonly ehloName: string;
  readonly awaitsReturn: boolean;
  readonly json: boolean;
  readonly locale: 'de' | 'en';
}

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
  from: text,
  to: text,
  ca: text,
  'allow-network': texts,
  'allow-port': texts,
  'ehlo-name': text,
  'no-return': flag,
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
    trustedAuthorities: values.ca === undefined ? null : authoritiesIn(values.ca),
    allowedNetworks: networksIn(values['allow-network'] ?? []),
    allowedPorts: [...usualPorts, ...(values['allow-port'] ?? []).map((port) => portNumber('--allow-port', port))],
    ehloName: ehloNameIn(values['ehlo-name'] ?? ownName()),
    awaitsReturn: !(values['no-return'] ?? false),
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

const optionOfField: Readonly<Record<SettingsField, string>> = {
  host: '--host',
  port: '--port',
  security: '--security',
  user: '--user',
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
} as const;

function settingsIn(values: Values): MailServerSettings {
  const settings = normalizeSettings({
    host: needed(values, 'host'),
    port: portNumber('--port', needed(values, 'port')),
    security: oneOf('--security', needed(values, 'security'), connectionSecurities),
    user: needed(values, 'user'),
    senderAddress: needed(values, 'from'),
    senderName,
  });
  const [fault] = settingsFaults(settings);
  if (fault !== undefined) throw new UsageError(`${optionOfField[fault.field]} ${faultTexts[fault.code]}`);
  return settings;
}

/** The file's content, byte for byte as text, without the one line break that editors put at its end. */
function passwordIn(file: string): Secret {
  return new Secret(contentOf('--password-file', file).replace(/\r?\n$/, ''));
}

function authoritiesIn(file: string): string {
  const pem = contentOf('--ca', file);
  try {
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no certificate');
    createSecureContext({ ca: pem });
  } catch (cause) {
    throw new UsageError(`--ca: ${file} has no certificate in PEM form`, { cause });
  }
  return pem;
}

function contentOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${option}: ${file} cannot be read`, { cause });
  }
}

function networksIn(networks: readonly string[]): readonly string[] {
  try {
    createEgressPolicy([], networks);
  } catch (cause) {
    throw new UsageError('--allow-network must be a network in CIDR form, for instance 10.1.0.0/16', { cause });
  }
  return networks;
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

function oneOf<Choice extends string>(option: string, given: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new UsageError(`${option} must be one of ${choices.join(', ')}`);
  return found;
}

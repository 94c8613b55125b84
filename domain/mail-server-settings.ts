import {
  authenticationFaults,
  normalizeAuthentication,
  type Authentication,
  type AuthenticationFault,
} from './authentication';
import { canonicalJson } from './canonical-json';
import { normalizeTrust, trustFaults, type ServerTrust, type TrustFault } from './server-trust';
import { hasControlCharacter, textFault, type TextFault } from './text-fault';

/** How the connection is protected. There is no opportunistic and no cleartext mode (rule 2 of the product). */
export const connectionSecurities = ['tls', 'starttls'] as const;
export type ConnectionSecurity = (typeof connectionSecurities)[number];

/** What an organization's admin enters, without the secret, which lives sealed in the credential vault. */
export interface MailServerSettings {
  /** DNS name (lower case A-labels, no trailing dot) or IP literal of the SMTP server. */
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
  /** SASL user name, byte for byte as entered; with OAuth 2.0 the mailbox that sends. */
  readonly user: string;
  readonly authentication: Authentication;
  readonly trust: ServerTrust;
  /** Address in From of every mail that leaves through this server. */
  readonly senderAddress: string;
  readonly senderName: string;
}

/** The fields of the settings, in the order in which a form shows them. */
export const settingsFields = [
  'host',
  'port',
  'security',
  'user',
  'authentication',
  'trust',
  'senderAddress',
  'senderName',
] as const satisfies readonly (keyof MailServerSettings)[];
export type SettingsField = (typeof settingsFields)[number];

/** One reason why settings cannot be accepted; `member` names the part of a field that has parts. `code` is stable. */
export interface SettingsFault {
  readonly field: SettingsField;
  readonly member?: string;
  readonly code:
    TextFault | 'NOT_A_HOST' | 'NOT_A_PORT' | 'NOT_AN_ADDRESS' | AuthenticationFault['code'] | TrustFault['code'];
}

const hostLabel = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const ipLiteral = /^(?:[0-9a-f]*:[0-9a-f:.]+|[0-9.]+)$/;
const addressShape = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,255}$/;

/** Brings settings into the one form that is stored and compared: host in lower case without a trailing dot, trimmed sender. */
export function normalizeSettings(settings: MailServerSettings): MailServerSettings {
  return {
    ...settings,
    host: settings.host.trim().toLowerCase().replace(/\.$/, ''),
    authentication: normalizeAuthentication(settings.authentication),
    trust: normalizeTrust(settings.trust),
    senderAddress: settings.senderAddress.trim(),
    senderName: settings.senderName.trim(),
  };
}

/**
 * Whether a password that was entered for one of these normalised settings may be used with the other: it goes to the same
 * place, by the same login, under the same sender. Only the name that people read may differ.
 */
export function isSameDestination(one: MailServerSettings, other: MailServerSettings): boolean {
  const destination = ({ senderName: _shown, ...rest }: MailServerSettings): string => canonicalJson(rest);
  return destination(one) === destination(other);
}

/** All faults of normalised settings, empty when they are acceptable. Whether the host may be reached is the egress policy's business. */
export function settingsFaults(settings: MailServerSettings): SettingsFault[] {
  const faults: SettingsFault[] = [];
  const check = (field: SettingsField, code: SettingsFault['code'] | undefined): void => {
    if (code) faults.push({ field, code });
  };
  check('host', textFault(settings.host, 253) ?? (isHost(settings.host) ? undefined : 'NOT_A_HOST'));
  check(
    'port',
    Number.isInteger(settings.port) && settings.port > 0 && settings.port < 65_536 ? undefined : 'NOT_A_PORT',
  );
  check('user', textFault(settings.user, 512));
  faults.push(
    ...authenticationFaults(settings.authentication).map((one) => ({ field: 'authentication', ...one }) as const),
  );
  faults.push(...trustFaults(settings.trust).map((one) => ({ field: 'trust', ...one }) as const));
  check(
    'senderAddress',
    textFault(settings.senderAddress, 254) ?? (isMailAddress(settings.senderAddress) ? undefined : 'NOT_AN_ADDRESS'),
  );
  check('senderName', textFault(settings.senderName, 128));
  return faults;
}

/** Whether the text is one plain mail address (`local@domain`, no display name, no quoting), RFC 5321 section 4.1.2. */
export function isMailAddress(text: string): boolean {
  return addressShape.test(text) && !hasControlCharacter(text) && isHost(domainOf(text).toLowerCase(), true);
}

/** The domain part of a mail address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function isHost(host: string, unicodeAllowed = false): boolean {
  if (ipLiteral.test(host)) return !unicodeAllowed;
  const labels = host.split('.');
  return labels.every((label) => hostLabel.test(label) || (unicodeAllowed && isUnicodeLabel(label)));
}

function isUnicodeLabel(label: string): boolean {
  return label.length > 0 && label.length <= 63 && /^[\p{L}\p{N}\p{M}-]+$/u.test(label);
}

import type { AuthenticationMethod } from '../authentication';
import type { ConnectionSecurity } from '../mail-server-settings';

/** What a provider is known to trip people up with; each has a text in `domain/texts/provider-texts.ts`. */
export const providerTraps = [
  'APP_PASSWORD_NEEDED',
  'BASIC_AUTH_ENDING',
  'SMTP_AUTH_OFF_BY_DEFAULT',
  'SEND_AS_NEEDED',
  'SENDER_MUST_BE_VERIFIED',
  'SENDER_IS_THE_MAILBOX',
  'SENDER_IN_THE_MAILBOX_DOMAIN',
  'FROM_REWRITTEN',
  'MESSAGE_ID_REWRITTEN',
  'LINKS_REWRITTEN',
  'SMTP_CREDENTIALS_APART',
  'NEW_ACCOUNT_RESTRICTED',
  'FIXED_USER_NAME',
  'TOKEN_TWICE',
  'KEY_PAIR_AS_LOGIN',
  'REGION_IN_HOST',
  'EXTERNAL_ACCESS_OFF_BY_DEFAULT',
  'ADDRESS_ALLOW_LIST',
  'OWN_CERTIFICATE',
  'STARTTLS_ONLY',
] as const;
export type ProviderTrap = (typeof providerTraps)[number];

/** What a provider expects as the user name. `fixed` is one and the same text for everybody. */
export const userNameKinds = ['mail-address', 'fixed', 'key', 'any'] as const;
export type UserNameKind = (typeof userNameKinds)[number];

export interface ProviderEndpoint {
  readonly port: number;
  readonly security: ConnectionSecurity;
}

/** Null where the provider publishes no number, or sets it for each account. */
export interface ProviderLimits {
  readonly connections: number | null;
  readonly mailsPerMinute: number | null;
  readonly mailsPerDay: number | null;
}

/** What is known of a provider's mail submission. */
export interface ProviderPreset {
  readonly id: string;
  readonly name: string;
  /** Names to enter, the usual one first; empty where every customer has another. */
  readonly hosts: readonly string[];
  /** More names of the submission service; `*` stands for one label. */
  readonly patterns: readonly string[];
  /** The provider's names that take no mail from customers: incoming mail, mailboxes. `*` stands for one label. */
  readonly wrongHosts: readonly string[];
  /** The recommended one first. */
  readonly endpoints: readonly ProviderEndpoint[];
  readonly userName: UserNameKind;
  readonly fixedUser: string | null;
  /** How its customers may log in, the recommended way first. */
  readonly authentications: readonly AuthenticationMethod[];
  readonly limits: ProviderLimits;
  readonly traps: readonly ProviderTrap[];
  /** What the SPF record of a sender domain needs; null where it differs between customers. */
  readonly spfMechanism: string | null;
  /** Names under which the provider's DKIM keys stand in the sender domain. */
  readonly dkimSelectors: readonly string[];
  /**
   * The page that host, ports and login were read against: the provider's own, or where that could not be had a registry's
   * or a library's; null where none was.
   */
  readonly source: string | null;
}

const usual = {
  patterns: [],
  wrongHosts: [],
  userName: 'mail-address',
  fixedUser: null,
  authentications: ['password'],
  spfMechanism: null,
  dkimSelectors: [],
  source: null,
} as const;

const unlimited: ProviderLimits = { connections: null, mailsPerMinute: null, mailsPerDay: null };
export const startTls: ProviderEndpoint = { port: 587, security: 'starttls' };
export const startTls2525: ProviderEndpoint = { port: 2525, security: 'starttls' };
export const startTls25: ProviderEndpoint = { port: 25, security: 'starttls' };
export const startTls2587: ProviderEndpoint = { port: 2587, security: 'starttls' };
export const implicitTls: ProviderEndpoint = { port: 465, security: 'tls' };
export const implicitTls2465: ProviderEndpoint = { port: 2465, security: 'tls' };

type Given = Pick<ProviderPreset, 'id' | 'name' | 'hosts' | 'endpoints' | 'traps'>;

/** A preset with what most providers have in common filled in. */
export function preset(
  given: Given & Partial<Omit<ProviderPreset, 'limits'>> & { readonly limits?: Partial<ProviderLimits> },
): ProviderPreset {
  return { ...usual, ...given, limits: { ...unlimited, ...given.limits } };
}

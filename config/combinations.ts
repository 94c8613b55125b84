/** The variables that were given, without empty ones. */
export type GivenVariables = Readonly<Record<string, string | undefined>>;

/** Says what is wrong with how variables go together, beginning with a variable's name; nothing when all is well. */
export type CombinationRule = (given: GivenVariables) => string | undefined;

function apiKeyNeedsTls(given: GivenVariables): string | undefined {
  const isExposed = given['TEMPORAL_API_KEY'] !== undefined && given['TEMPORAL_TLS'] !== 'on';
  return isExposed ? 'TEMPORAL_API_KEY: would travel in clear text; set TEMPORAL_TLS to on' : undefined;
}

function platformLoginIsWhole(given: GivenVariables): string | undefined {
  const hasUser = given['PLATFORM_SMTP_USER'] !== undefined;
  const hasPassword = given['PLATFORM_SMTP_PASSWORD'] !== undefined;
  if (hasUser && !hasPassword) return 'PLATFORM_SMTP_PASSWORD: is required with PLATFORM_SMTP_USER';
  return hasPassword && !hasUser ? 'PLATFORM_SMTP_USER: is required with PLATFORM_SMTP_PASSWORD' : undefined;
}

function platformLoginNeedsTls(given: GivenVariables): string | undefined {
  const isExposed = given['PLATFORM_SMTP_PASSWORD'] !== undefined && given['PLATFORM_SMTP_SECURITY'] === 'none';
  return isExposed
    ? 'PLATFORM_SMTP_PASSWORD: would travel in clear text; set PLATFORM_SMTP_SECURITY to tls or starttls'
    : undefined;
}

function returnAddressesAreWhole(given: GivenVariables): string | undefined {
  const hasDomain = given['INBOUND_BOUNCE_DOMAIN'] !== undefined;
  const hasKeys = given['INBOUND_ADDRESS_KEYS'] !== undefined;
  if (hasDomain && !hasKeys) return 'INBOUND_ADDRESS_KEYS: is required with INBOUND_BOUNCE_DOMAIN';
  return hasKeys && !hasDomain ? 'INBOUND_BOUNCE_DOMAIN: is required with INBOUND_ADDRESS_KEYS' : undefined;
}

function listenerHasAddresses(given: GivenVariables): string | undefined {
  const isAsked = given['INBOUND_SMTP_PORT'] !== undefined || given['INBOUND_LMTP_PORT'] !== undefined;
  const isMissing = isAsked && given['INBOUND_BOUNCE_DOMAIN'] === undefined;
  return isMissing
    ? 'INBOUND_BOUNCE_DOMAIN: is required where INBOUND_SMTP_PORT or INBOUND_LMTP_PORT is set'
    : undefined;
}

function listenerHasPort(given: GivenVariables): string | undefined {
  const isAsked = given['INBOUND_SMTP_PORT'] !== undefined || given['INBOUND_LMTP_PORT'] !== undefined;
  return isAsked ? undefined : 'INBOUND_SMTP_PORT: is required where INBOUND_LMTP_PORT is not set';
}

function listenerCertificateIsWhole(given: GivenVariables): string | undefined {
  const hasCertificate = given['INBOUND_TLS_CERTIFICATE_FILE'] !== undefined;
  const hasKey = given['INBOUND_TLS_KEY_FILE'] !== undefined;
  if (hasCertificate && !hasKey) return 'INBOUND_TLS_KEY_FILE: is required with INBOUND_TLS_CERTIFICATE_FILE';
  return hasKey && !hasCertificate ? 'INBOUND_TLS_CERTIFICATE_FILE: is required with INBOUND_TLS_KEY_FILE' : undefined;
}

function escalationFollowsReminder(given: GivenVariables): string | undefined {
  const reminder = Number(given['REVIEW_REMINDER_WORKING_DAYS'] ?? 1);
  const escalation = Number(given['REVIEW_ESCALATION_WORKING_DAYS'] ?? 2);
  const isReversed = escalation < reminder;
  return isReversed ? 'REVIEW_ESCALATION_WORKING_DAYS: must not be less than REVIEW_REMINDER_WORKING_DAYS' : undefined;
}

function pausesGrow(given: GivenVariables): string | undefined {
  const first = Number(given['SENDING_REFUSED_PAUSE_SECONDS'] ?? 60);
  const longest = Number(given['SENDING_REFUSED_LONGEST_PAUSE_SECONDS'] ?? 900);
  const isReversed = longest < first;
  return isReversed
    ? 'SENDING_REFUSED_LONGEST_PAUSE_SECONDS: must not be less than SENDING_REFUSED_PAUSE_SECONDS'
    : undefined;
}

function recordsOutliveBodies(given: GivenVariables): string | undefined {
  const isReversed = Number(given['RETENTION_RECORD_DAYS'] ?? 400) < Number(given['RETENTION_BODY_DAYS'] ?? 30);
  return isReversed ? 'RETENTION_RECORD_DAYS: must not be less than RETENTION_BODY_DAYS' : undefined;
}

function daysOutliveHours(given: GivenVariables): string | undefined {
  const isReversed = Number(given['STATISTICS_DAYS'] ?? 730) < Number(given['STATISTICS_HOURLY_DAYS'] ?? 90);
  return isReversed ? 'STATISTICS_DAYS: must not be less than STATISTICS_HOURLY_DAYS' : undefined;
}

function webhookIsWhole(given: GivenVariables): string | undefined {
  const hasUrl = given['WEBHOOK_URL'] !== undefined;
  const hasSecrets = given['WEBHOOK_SECRETS'] !== undefined;
  if (hasUrl && !hasSecrets) return 'WEBHOOK_SECRETS: is required with WEBHOOK_URL';
  return hasSecrets && !hasUrl ? 'WEBHOOK_URL: is required with WEBHOOK_SECRETS' : undefined;
}

/** Unencrypted only where a network was opened for it, on a machine's own or an internal network. */
function webhookNeedsTls(given: GivenVariables): string | undefined {
  const isExposed = given['WEBHOOK_URL']?.startsWith('http:') && given['WEBHOOK_ALLOWED_NETWORKS'] === undefined;
  return isExposed === true ? 'WEBHOOK_URL: must be an https URL unless WEBHOOK_ALLOWED_NETWORKS is set' : undefined;
}

function secretsHaveKeys(given: GivenVariables): string | undefined {
  const hasKeys = given['CREDENTIAL_KEYS'] !== undefined || given['VAULT_ADDRESS'] !== undefined;
  return hasKeys ? undefined : 'CREDENTIAL_KEYS: is required where VAULT_ADDRESS is not set';
}

const vaultLogins = ['VAULT_TOKEN', 'VAULT_ROLE_ID', 'VAULT_SECRET_ID'] as const;

function vaultLoginIsWhole(given: GivenVariables): string | undefined {
  const [token, role, secret] = vaultLogins.map((name) => given[name] !== undefined);
  if (given['VAULT_ADDRESS'] === undefined) {
    const stray = vaultLogins.find((name) => given[name] !== undefined);
    return stray === undefined ? undefined : `VAULT_ADDRESS: is required with ${stray}`;
  }
  if (token === true && (role === true || secret === true)) {
    return 'VAULT_TOKEN: stands for itself; leave VAULT_ROLE_ID and VAULT_SECRET_ID out, or this';
  }
  if (token === true || (role === true && secret === true)) return undefined;
  if (role === true) return 'VAULT_SECRET_ID: is required with VAULT_ROLE_ID';
  return secret === true
    ? 'VAULT_ROLE_ID: is required with VAULT_SECRET_ID'
    : 'VAULT_TOKEN: is required with VAULT_ADDRESS, or VAULT_ROLE_ID and VAULT_SECRET_ID';
}

const unencryptedElsewhere = /^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/i;

function vaultNeedsTls(given: GivenVariables): string | undefined {
  const isExposed = unencryptedElsewhere.test(given['VAULT_ADDRESS'] ?? '');
  return isExposed ? 'VAULT_ADDRESS: must be an https URL, except on this machine' : undefined;
}

/** Where the keys of stored secrets come from. */
export const keyCombinations: readonly CombinationRule[] = [secretsHaveKeys, vaultLoginIsWhole, vaultNeedsTls];

export const apiCombinations: readonly CombinationRule[] = [...keyCombinations, apiKeyNeedsTls];

export const workerCombinations: readonly CombinationRule[] = [
  ...keyCombinations,
  apiKeyNeedsTls,
  platformLoginIsWhole,
  platformLoginNeedsTls,
  escalationFollowsReminder,
  pausesGrow,
  recordsOutliveBodies,
  daysOutliveHours,
  returnAddressesAreWhole,
  listenerHasAddresses,
  listenerCertificateIsWhole,
  webhookIsWhole,
  webhookNeedsTls,
];

export const inboundCombinations: readonly CombinationRule[] = [
  apiKeyNeedsTls,
  listenerHasPort,
  listenerCertificateIsWhole,
];

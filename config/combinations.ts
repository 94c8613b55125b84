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

export const apiCombinations: readonly CombinationRule[] = [apiKeyNeedsTls];

export const workerCombinations: readonly CombinationRule[] = [
  apiKeyNeedsTls,
  platformLoginIsWhole,
  platformLoginNeedsTls,
];

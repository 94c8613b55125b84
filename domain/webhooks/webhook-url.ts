import { hostKind } from '../egress-policy';

/** What is wrong with an address for webhooks. */
export const webhookUrlFaults = ['NOT_A_URL', 'NOT_HTTPS', 'HAS_CREDENTIALS', 'HAS_FRAGMENT', 'HOST_INVALID'] as const;
export type WebhookUrlFault = (typeof webhookUrlFaults)[number];

/** The longest address that is taken. */
export const longestWebhookUrl = 2_000;
/** For how many hours the secret before may go on signing at most. */
export const longestSecretOverlapHours = 168;

/**
 * Null for an address that events may be sent to as far as its form can tell. Whether its host may be reached is judged for
 * every delivery, by what its name leads to then.
 */
export function webhookUrlFault(text: string): WebhookUrlFault | null {
  if (text.length > longestWebhookUrl || !URL.canParse(text)) return 'NOT_A_URL';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'NOT_HTTPS';
  if (url.username !== '' || url.password !== '') return 'HAS_CREDENTIALS';
  if (url.hash !== '') return 'HAS_FRAGMENT';
  return isReachableName(url.hostname) ? null : 'HOST_INVALID';
}

/** A single label is a name that only the network around us knows. */
function isReachableName(hostname: string): boolean {
  const host = hostKind(hostname);
  if (host.kind === 'malformed') return false;
  return host.kind === 'address' || host.name.includes('.');
}

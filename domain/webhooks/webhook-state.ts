/** States of a delivery. `failed` deliveries are not attempted any more until somebody replays them. */
export const webhookStates = ['pending', 'delivered', 'failed'] as const;
export type WebhookState = (typeof webhookStates)[number];

/** Why an attempt got no answer that counts. Codes, never what the receiver said. */
export const webhookTroubles = [
  'REFUSED_ADDRESS',
  'NAME_NOT_FOUND',
  'NOT_REACHED',
  'TIMED_OUT',
  'REFUSED',
  'NO_ENDPOINT',
  'SECRET_UNREADABLE',
] as const;
export type WebhookTrouble = (typeof webhookTroubles)[number];

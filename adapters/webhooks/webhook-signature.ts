import { createHmac } from 'node:crypto';

/** What every webhook carries by the Standard Webhooks specification. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since the epoch, of this attempt. */
  readonly 'webhook-timestamp': string;
  /** `v1,` and base64, one for each secret, so that a receiver can change its secret without a gap. */
  readonly 'webhook-signature': string;
}

/** Signs id, time and body with HMAC-SHA256 under every secret. */
export function webhookHeaders(id: string, body: string, at: Date, secrets: readonly Uint8Array[]): WebhookHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

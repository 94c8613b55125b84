import { webhookUrlFault } from '../webhooks/webhook-url';
import type { Command } from './events';
import { accepted, refused, shredding, type Outcome } from './outcome';
import type { LifecycleState, WebhookSecret } from './state';

const hourMs = 60 * 60 * 1000;

/** Another address is another receiver: it gets a secret of its own, and those before sign nothing any more. */
export function setWebhookEndpoint(
  state: LifecycleState,
  { actor, at, payload }: Command<'setWebhookEndpoint'>,
): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  const fault = webhookUrlFault(payload.url);
  if (fault !== null) return refused('WEBHOOK_URL_INVALID', [{ pointer: '/url', code: fault }]);
  const secrets = [{ credentialId: payload.credentialId, until: null }];
  const former = credentialsOf(state.webhook?.secrets ?? []);
  const webhook = { url: payload.url, secrets, by: actor, at, sinceVersion: state.version + 1 };
  return accepted(state, { webhook }, [
    { kind: 'adopt-credential', credentialId: payload.credentialId },
    ...shredding(...former),
  ]);
}

/** Two secrets at most: that before the last one goes, however long it was meant to stay. */
export function rotateWebhookSecret(state: LifecycleState, { at, payload }: Command<'rotateWebhookSecret'>): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  const { webhook } = state;
  if (!webhook) return refused('NO_WEBHOOK_ENDPOINT');
  const { credentialId, keepHours } = payload;
  const [last, ...older] = webhook.secrets;
  const until = new Date(Date.parse(at) + keepHours * hourMs).toISOString();
  const kept = last && keepHours > 0 ? [{ ...last, until }] : [];
  const gone = keepHours > 0 ? older : webhook.secrets;
  return accepted(state, { webhook: { ...webhook, secrets: [{ credentialId, until: null }, ...kept] } }, [
    { kind: 'adopt-credential', credentialId },
    ...shredding(...credentialsOf(gone)),
  ]);
}

export function removeWebhookEndpoint(state: LifecycleState): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  if (!state.webhook) return refused('NO_WEBHOOK_ENDPOINT');
  return accepted(state, { webhook: null }, shredding(...credentialsOf(state.webhook.secrets)));
}

/** The secrets that sign at this moment, the newest first. */
export function signingSecrets({ webhook }: LifecycleState, now: string): readonly WebhookSecret[] {
  return webhook?.secrets.filter(({ until }) => until === null || until > now) ?? [];
}

function credentialsOf(secrets: readonly WebhookSecret[]): string[] {
  return secrets.map(({ credentialId }) => credentialId);
}

import type { AuditChange, AuditValue } from '../audit-entry';
import { canonicalJson } from '../canonical-json';
import { settingsFields, type MailServerSettings, type SettingsField } from '../mail-server-settings';
import { waitingPolicy, type SuspendedMailPolicy } from '../suspended-mail';
import type { LifecycleState } from './state';

type Fields = Readonly<Record<string, AuditValue>>;

/** What differs between two states, in fields that an auditor can read; credentials are never among them. */
export function auditChanges(before: LifecycleState, after: LifecycleState): AuditChange[] {
  const [old, now] = [observed(before), observed(after)];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names]
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
    .filter((change) => change.before !== change.after);
}

function observed(state: LifecycleState): Fields {
  const { profile, closure, preferences, sendingPolicy, webhook, terms, draft, live, rejectedBounce } = state;
  return {
    ...(profile && {
      'profile.name': profile.name,
      'profile.adminAddress': profile.adminAddress,
      'profile.locale': profile.locale,
    }),
    ...(closure && { 'closure.at': closure.at }),
    'preferences.undeliverablesTo': preferences.undeliverablesTo,
    'preferences.replyTo': preferences.replyTo,
    'preferences.branding': preferences.branding,
    'preferences.whileSuspended': policyOf(preferences.whileSuspended ?? waitingPolicy),
    ...(sendingPolicy && {
      'sendingPolicy.connections': sendingPolicy.connections,
      'sendingPolicy.mailsPerMinute': sendingPolicy.mailsPerMinute,
      'sendingPolicy.recipientsPerTransaction': sendingPolicy.recipientsPerTransaction,
      'sendingPolicy.deduplication': sendingPolicy.deduplication,
    }),
    ...(webhook && { 'webhook.url': webhook.url, 'webhook.secrets': webhook.secrets.length }),
    ...(rejectedBounce && { 'rejectedBounce.inboundMailId': rejectedBounce.inboundMailId }),
    ...(terms && { 'terms.endsAt': terms.endsAt, 'terms.secondApprover': terms.secondApprover }),
    ...(draft && {
      'draft.revision': draft.revision.number,
      'draft.run': draft.run,
      'draft.check': draft.check?.verdict ?? null,
      'draft.wrongCodes': draft.wrongCodes,
      'draft.isClaimed': draft.claim !== null,
      ...settingsOf('draft', draft.revision.settings),
    }),
    ...(live && {
      'live.revision': live.revision.number,
      'live.suspendedBy': live.suspension?.cause ?? null,
      'live.certificateExpiresAt': live.certificateExpiresAt,
      'live.isRotating': live.rotation !== null,
      'live.isResuming': Boolean(live.resumption),
      ...settingsOf('live', live.revision.settings),
    }),
  };
}

function policyOf({ action, afterHours }: SuspendedMailPolicy): string {
  return action === 'wait' ? action : `${action} after ${afterHours} h`;
}

function settingsOf(part: 'draft' | 'live', settings: MailServerSettings): Fields {
  return Object.fromEntries(settingsFields.map((field) => [`${part}.settings.${field}`, readable(settings[field])]));
}

/** Fields that have parts are kept as JSON; one that older settings lack does not exist. */
function readable(value: MailServerSettings[SettingsField] | undefined): AuditValue {
  if (value === undefined) return null;
  return typeof value === 'object' ? canonicalJson(value) : value;
}

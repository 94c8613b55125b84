import type { DecisionVerdict } from '../lifecycle/state';
import type { SettingsField } from '../mail-server-settings';

/** A reason that reviewers give often; its text, for the customer, lies in the catalogue in both languages. */
export interface ReadyReason {
  readonly id: ReadyReasonId;
  readonly verdict: Exclude<DecisionVerdict, 'approve'>;
  /** The fields that it is about; what a change request names unless the reviewer names others. */
  readonly fields: readonly SettingsField[];
}

export const readyReasonIds = [
  'SENDER_DOMAIN_UNPROVEN',
  'FREE_MAIL_SENDER',
  'SENDER_NAME_MISLEADING',
  'PERSONAL_MAILBOX',
  'DNS_RECORDS_MISSING',
  'CERTIFICATE_ENDS_SOON',
  'HOST_NOT_FOR_SENDING',
  'SENDER_OF_ANOTHER_COMPANY',
  'CONSUMER_CONNECTION',
  'NOT_ORDERED',
] as const;
export type ReadyReasonId = (typeof readyReasonIds)[number];

/** In the order in which reviewers are offered them. */
export const readyReasons: readonly ReadyReason[] = [
  { id: 'SENDER_DOMAIN_UNPROVEN', verdict: 'request-changes', fields: ['senderAddress'] },
  { id: 'FREE_MAIL_SENDER', verdict: 'request-changes', fields: ['senderAddress'] },
  { id: 'SENDER_NAME_MISLEADING', verdict: 'request-changes', fields: ['senderName'] },
  { id: 'PERSONAL_MAILBOX', verdict: 'request-changes', fields: ['user', 'senderAddress'] },
  { id: 'DNS_RECORDS_MISSING', verdict: 'request-changes', fields: ['senderAddress'] },
  { id: 'CERTIFICATE_ENDS_SOON', verdict: 'request-changes', fields: ['host'] },
  { id: 'HOST_NOT_FOR_SENDING', verdict: 'request-changes', fields: ['host'] },
  { id: 'SENDER_OF_ANOTHER_COMPANY', verdict: 'reject', fields: ['senderAddress'] },
  { id: 'CONSUMER_CONNECTION', verdict: 'reject', fields: ['host'] },
  { id: 'NOT_ORDERED', verdict: 'reject', fields: [] },
];

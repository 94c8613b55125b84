import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Search attributes are not encrypted: ids, statuses and dates only, never personal data. */
export const organizationIdKey = defineSearchAttributeKey('OrganizationId', SearchAttributeType.KEYWORD);
export const entitlementKey = defineSearchAttributeKey('Entitlement', SearchAttributeType.KEYWORD);
export const draftStatusKey = defineSearchAttributeKey('DraftStatus', SearchAttributeType.KEYWORD);
export const liveStatusKey = defineSearchAttributeKey('LiveStatus', SearchAttributeType.KEYWORD);
export const reviewDueAtKey = defineSearchAttributeKey('ReviewDueAt', SearchAttributeType.DATETIME);
export const certificateExpiresAtKey = defineSearchAttributeKey('CertificateExpiresAt', SearchAttributeType.DATETIME);

/** All keys, for whoever has to register them with a Temporal server. */
export const searchAttributeKeys = [
  organizationIdKey,
  entitlementKey,
  draftStatusKey,
  liveStatusKey,
  reviewDueAtKey,
  certificateExpiresAtKey,
];

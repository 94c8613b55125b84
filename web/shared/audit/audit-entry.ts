import type { components } from '../../../client';

export type AuditEntry = components['schemas']['AuditEntry'];

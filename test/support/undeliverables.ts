import { randomUUID } from 'node:crypto';

import type { Undeliverable } from '../../activities/ports/undeliverable-store';

/** A recipient that a server refused for good, and that the admin was told about. */
export function undeliverable(changes: Partial<Undeliverable> = {}): Undeliverable {
  return {
    id: randomUUID(),
    organizationId: 'acme',
    mailId: 'm-1',
    position: 0,
    recipient: 'nobody@customer.example',
    subject: 'Please sign',
    cause: 'refused',
    reason: 'userunknown',
    hard: true,
    answer: { replyCode: 550, enhancedStatus: '5.1.1', text: 'No such user' },
    remoteMta: null,
    route: 'customer',
    inboundMailId: null,
    proof: null,
    notice: { to: 'admin@acme.example', mailId: 'm-2', kind: 'single' },
    recordedAt: '2026-11-23T00:00:00.000Z',
    ...changes,
  };
}

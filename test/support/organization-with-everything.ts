import { randomUUID } from 'node:crypto';

import type { CheckReport } from '../../domain/check-report';
import { jobId } from '../../domain/job';
import type { ApiUnderTest } from './api-under-test';
import { people } from './lifecycle-builders';
import { organizationStages, type Stage } from './organization-stages';
import type { ResourceIds } from './route-samples';
import { mailOf } from './route-samples';
import { undeliverable } from './undeliverables';

const at = '2026-11-20T00:00:00.000Z';

/** An organization that has one of everything that a route can show, at a given place of its lifecycle. */
export async function organizationWithEverything(
  api: ApiUnderTest,
  organizationId: string,
  stage: Stage,
): Promise<ResourceIds> {
  for (const event of organizationStages[stage]()) api.lifecycle.apply(organizationId, event);
  await api.reports.save(report(organizationId));
  await api.branding.saveLogo(organizationId, { contentType: 'image/png', bytes: Buffer.from('a picture') });
  api.undeliverables.undeliverables.push(undeliverable({ id: `${organizationId}.0`, organizationId }));
  for (const store of [api.webhooks, api.organizationWebhooks]) store.deliveries.push(delivery(organizationId));
  const sent = await api.post('/v1/messages', { as: 'sender', body: mailOf(organizationId) });
  const { id } = await api.suppressions.add(suppression(organizationId));
  return {
    messageId: String(sent.body['id']),
    undeliverableId: `${organizationId}.0`,
    suppressionId: id,
    inboundMailId: inboundMail(api),
    jobId: comparison(api),
    reportId: 'draft-1-1',
    sequence: '1',
  };
}

/** Ids of the right shape under which there is nothing. */
export const absentResources: ResourceIds = {
  messageId: randomUUID(),
  undeliverableId: 'nothing.0',
  suppressionId: '0'.repeat(32),
  inboundMailId: 'nothing',
  jobId: jobId({ kind: 'reconciliation', commandId: '0'.repeat(64) }),
  reportId: 'nothing',
  sequence: '9',
};

function comparison({ jobs }: ApiUnderTest): string {
  const name = { kind: 'reconciliation', commandId: '0c1ae9d9e3b1c7a2f4d65a0b8e7f9d31'.repeat(2) } as const;
  jobs.begin(name);
  jobs.end(name, { state: 'done', result: { compared: 1, found: 0, repaired: 0 } });
  return jobId(name);
}

function report(organizationId: string): CheckReport {
  return {
    id: 'draft-1-1',
    organizationId,
    revision: 1,
    run: 1,
    verdict: 'pass',
    failingStage: null,
    results: [{ id: 'connect', stage: 'connect', verdict: 'pass', code: 'CONNECTED', facts: {}, durationMs: 3 }],
    transcript: [],
    certificateExpiresAt: null,
    startedAt: at,
    finishedAt: at,
  };
}

function delivery(organizationId: string) {
  return {
    id: `evt_${organizationId}_1`,
    organizationId,
    sequence: 1,
    type: 'mail-server.unlock',
    body: '{}',
    state: 'delivered',
    attempts: 1,
    createdAt: at,
    expiresAt: at,
    nextAttemptAt: null,
    deliveredAt: at,
    lastStatus: 204,
    lastTrouble: null,
  } as const;
}

function suppression(organizationId: string) {
  const change = { at, by: people.ops, causedBy: randomUUID(), note: 'Asked for' };
  const entry = { organizationId, address: `gone@${organizationId}.example`, cause: 'manual' } as const;
  return { ...entry, reason: null, mailId: null, expiresAt: null, change };
}

/** Received mail belongs to no organization; one is enough. */
function inboundMail(api: ApiUnderTest): string {
  const id = 'i-1';
  if (api.inboundMails.mails.length > 0) return id;
  api.inboundMails.mails.push({
    id,
    raw: Buffer.from('Subject: lost\r\n\r\n'),
    envelope: { sender: '', recipient: 'b-token@bounce.example' },
    peer: { address: '192.0.2.1', name: 'mx', protocol: 'smtp', isEncrypted: true },
    receivedAt: at,
    class: 'unparseable',
    token: null,
    state: 'settled',
    copies: 1,
    outcome: 'unparseable',
    findings: [],
    settledAt: at,
  });
  return id;
}

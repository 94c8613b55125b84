import { z } from 'zod';

import type { InboundRefusalCount } from '../../activities/ports/inbound-audit';
import type { InboundMailSummary } from '../../activities/ports/inbound-mail-store';
import { CatalogueError } from '../../domain/errors';
import { inboundMailWorkflowId } from '../../workflows/contract';
import type { TemporalUi } from '../dependencies';
import { acceptedJob, jobHeaders } from '../accepted-job';
import { fingerprint } from '../fingerprint';
import { openPage, type PlaceOf } from '../list-page';
import { bytesRoute, jsonRoute, type Route } from '../route';
import { idempotencyHeaders } from '../schemas/common';
import {
  inboundMail,
  inboundMailPage,
  inboundMailParams,
  inboundMailQuery,
  inboundRefusalPage,
  inboundRefusalQuery,
} from '../schemas/inbound-mail';
import { job } from '../schemas/job';
import { workflowPage } from '../temporal-ui-links';

const ops = { kind: 'roles', roles: ['ops'], organization: 'all' } as const;
const readers = { ...ops, scope: 'operations:read' } as const;
const writers = { ...ops, scope: 'operations:write' } as const;

const mailPlaces: PlaceOf<InboundMailSummary, 'inboundMails'> = {
  id: ({ id }) => id,
  value: ({ receivedAt }) => receivedAt,
};
const refusalPlaces: PlaceOf<InboundRefusalCount, 'inboundRefusals'> = {
  id: ({ id }) => id,
  value: ({ id, count }, by) => (by === 'hour' ? id : count),
};

const listInboundMails = jsonRoute({
  method: 'get',
  path: '/v1/inbound-mails',
  operationId: 'listInboundMails',
  tag: 'Undeliverables',
  summary: 'Mails that came to our return addresses, and what came of them; the newest first',
  audience: readers,
  request: z.object({ query: inboundMailQuery }),
  response: { status: 200, description: 'A page of received mails', schema: inboundMailPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, _context, { inboundMails, settings }) {
    const { class: kind, outcome, state, since, until } = query;
    const page = openPage('inboundMails', query);
    const found = await inboundMails.list({ class: kind, outcome, state, since, until }, page.wanted);
    const { items, nextCursor } = page.of(found, mailPlaces);
    return { body: { items: items.map((mail) => viewOf(mail, settings.temporalUi)), nextCursor } };
  },
});

const getInboundMail = jsonRoute({
  method: 'get',
  path: '/v1/inbound-mails/:inboundMailId',
  operationId: 'getInboundMail',
  tag: 'Undeliverables',
  summary: 'One received mail: what it says about whom, and what followed from it',
  audience: readers,
  request: z.object({ params: inboundMailParams }),
  response: { status: 200, description: 'The mail, without its bytes', schema: inboundMail },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { inboundMailId } }, _context, { inboundMails, settings }) {
    const found = await inboundMails.find(inboundMailId);
    if (!found) throw new CatalogueError('NOT_FOUND');
    return { body: viewOf({ ...found, size: found.raw.byteLength }, settings.temporalUi) };
  },
});

const getRawInboundMail = bytesRoute({
  method: 'get',
  path: '/v1/inbound-mails/:inboundMailId/raw',
  operationId: 'getRawInboundMail',
  tag: 'Undeliverables',
  summary: 'The mail byte for byte, as it came',
  audience: readers,
  request: z.object({ params: inboundMailParams }),
  response: {
    status: 200,
    description: 'The raw mail',
    contentTypes: ['message/rfc822'],
    headers: { 'Content-Disposition': 'Always a download' },
  },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { inboundMailId } }, { log, identity }, { inboundMails }) {
    const found = await inboundMails.find(inboundMailId);
    if (!found) throw new CatalogueError('NOT_FOUND');
    log.info({ inboundMailId, subject: identity.subject }, 'A received mail was downloaded');
    const headers = { 'Content-Disposition': `attachment; filename="${inboundMailId}.eml"` };
    return { body: found.raw, contentType: 'message/rfc822', headers };
  },
});

const readInboundMailAgain = jsonRoute({
  method: 'post',
  path: '/v1/inbound-mails/:inboundMailId/read-again',
  operationId: 'readInboundMailAgain',
  tag: 'Undeliverables',
  summary: 'Read a received mail again with the rules of today',
  description: 'What it is understood as now is routed like a new mail; what followed from it before stays.',
  audience: writers,
  request: z.object({ params: inboundMailParams, headers: idempotencyHeaders }),
  response: { status: 202, description: 'Started; the job as it stands', schema: job, headers: jobHeaders },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE', 'WORKFLOW_UNAVAILABLE'],
  async handle({ params: { inboundMailId }, headers }, { identity }, dependencies) {
    const found = await dependencies.inboundMails.find(inboundMailId);
    if (!found) throw new CatalogueError('NOT_FOUND');
    const commandId = fingerprint([identity.subject, headers['idempotency-key'], inboundMailId]);
    await dependencies.inboundReading.readAgain({ inboundMailIds: [inboundMailId], commandId });
    return await acceptedJob({ kind: 'inbound-reading', commandId }, dependencies);
  },
});

const readUnparseableMailsAgain = jsonRoute({
  method: 'post',
  path: '/v1/inbound-mails/read-unparseable-again',
  operationId: 'readUnparseableMailsAgain',
  tag: 'Undeliverables',
  summary: 'Read all mails again that nobody could read',
  description: 'For after an update of the rules.',
  audience: writers,
  request: z.object({ headers: idempotencyHeaders }),
  response: { status: 202, description: 'Started; the job as it stands', schema: job, headers: jobHeaders },
  problems: ['WORKFLOW_UNAVAILABLE'],
  async handle({ headers }, { identity }, dependencies) {
    const commandId = fingerprint([identity.subject, headers['idempotency-key'], null]);
    await dependencies.inboundReading.readAgain({ inboundMailIds: null, commandId });
    return await acceptedJob({ kind: 'inbound-reading', commandId }, dependencies);
  },
});

const listInboundRefusals = jsonRoute({
  method: 'get',
  path: '/v1/inbound-refusals',
  operationId: 'listInboundRefusals',
  tag: 'Undeliverables',
  summary: 'Recipients that the listener refused: forged, expired and unknown return addresses; the newest hour first',
  description: 'Nothing of such a mail is taken over, and nothing follows from it. Kept for 90 days.',
  audience: readers,
  request: z.object({ query: inboundRefusalQuery }),
  response: { status: 200, description: 'A page of counts', schema: inboundRefusalPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, _context, { inboundRefusals }) {
    const page = openPage('inboundRefusals', query);
    const found = await inboundRefusals.list({ reason: query.reason }, page.wanted);
    return { body: page.of(found, refusalPlaces) };
  },
});

export const inboundMailRoutes: readonly Route[] = [
  listInboundMails,
  getInboundMail,
  getRawInboundMail,
  readInboundMailAgain,
  readUnparseableMailsAgain,
  listInboundRefusals,
];

function viewOf(mail: InboundMailSummary, ui: TemporalUi | null): z.input<typeof inboundMail> {
  const { envelope, findings, ...rest } = mail;
  const { sender, recipient } = envelope;
  const shown = findings.map((finding) => ({ ...finding, candidates: [...finding.candidates] }));
  return { ...rest, sender, recipient, findings: shown, workflowUrl: workflowPage(ui, inboundMailWorkflowId(mail.id)) };
}

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '../support/eventually';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver';
import { adminAddress, senderAddress } from '../support/real-organization';
import { customerServer } from '../support/going-live';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 180_000;
const recipient = 'partner@partner.example';
const subject = 'Confidential subject';

let directory: string;
let receiver: OtlpReceiver;
let real: RealStack;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  directory = path;
  afterwards(remove);
  receiver = await OtlpReceiver.start();
  afterwards(async () => await receiver.stop());
  const tracing = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20key',
  };
  real = await RealStack.start(path, { environment: { ...tracing, LOG_LEVEL: 'debug' } });
  afterwards(async () => await real.stop());
  await real.organization.registerAndUnlock();
}, patienceMs);

/** A trace that somebody outside has begun, and the headers that carry it here. */
function outerTrace() {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  const requestId = `request-${spanId}`;
  return {
    traceId,
    spanId,
    requestId,
    headers: { traceparent: `00-${traceId}-${spanId}-01`, 'x-request-id': requestId },
  };
}

type OuterTrace = ReturnType<typeof outerTrace>;

/** The spans of a trace, once one of each name has come in. */
async function spansOf({ traceId }: OuterTrace, names: readonly string[]): Promise<ReceivedSpan[]> {
  return await eventually(
    `spans ${names.join(', ')}`,
    () => {
      const spans = receiver.trace(traceId);
      const missing = names.filter((name) => !spans.some((span) => span.name === name));
      if (missing.length > 0)
        throw new Error(`missing ${missing.join()}; there are ${spans.map(({ name }) => name).join()}`);
      return spans;
    },
    60_000,
  );
}

/** From a span up to the one that was begun outside. */
function wayUp(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? [span.name, ...wayUp(parent, spans)] : [span.name, span.parentSpanId ?? 'no parent'];
}

function wayUpFrom(name: string, spans: readonly ReceivedSpan[]): string[] {
  const span = spans.find((each) => each.name === name);
  if (!span) throw new Error(`No span ${name}`);
  return wayUp(span, spans);
}

async function logLines(component: 'api' | 'worker'): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(directory, 'logs', `${component}.log`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('one trace, and one request id, lead from a command through workflow and activity to the mail server', async () => {
  const outer = outerTrace();
  const { organization } = real;
  const body = await organization.submission(customerServer(real));
  const { headers } = outer;
  const answer = await organization.ask('admin', 'POST', '/mail-server/settings', { body, headers });
  expect(answer.status).toBe(200);
  await organization.checkedDraft();

  const route = 'POST /v1/organizations/:organizationId/mail-server/settings';
  const names = [
    'activity saveLifecycle',
    'workflow checkMailServer',
    'smtp open session',
    'smtp send test mail',
    route,
  ];
  const spans = await spansOf(outer, names);
  const update = ['update submitSettings', 'ask for update submitSettings', route, outer.spanId];
  expect(wayUpFrom('activity saveLifecycle', spans)).toEqual(['activity saveLifecycle', ...update]);
  const check = ['activity openSession', 'workflow checkMailServer', ...update];
  expect(wayUpFrom('smtp open session', spans)).toEqual(['smtp open session', ...check]);
  const services = new Set(spans.map(({ service }) => service));
  expect(services).toEqual(new Set(['mail-server-approval-api', 'mail-server-approval-worker']));
  expect(spans.find(({ name }) => name === route)?.attributes).toEqual({
    'http.request.method': 'POST',
    'http.response.status_code': 200,
    'http.route': '/v1/organizations/:organizationId/mail-server/settings',
  });

  const { requestId, traceId } = outer;
  expect(answer.headers.get('x-request-id')).toBe(requestId);
  const trail = await organization.audit();
  expect(trail.find(({ event }) => event === 'submitSettings')).toMatchObject({ requestId });
  const api = (await logLines('api')).filter((line) => line['requestId'] === requestId);
  expect(api).toContainEqual(expect.objectContaining({ traceId, res: { status: 200 } }));
  const worker = (await logLines('worker')).filter((line) => line['requestId'] === requestId);
  const activities = new Set(worker.map((line) => line['activityType']));
  expect([...activities]).toEqual(expect.arrayContaining(['saveLifecycle', 'openSession', 'sendTestMail']));
  expect(worker.every((line) => line['traceId'] === traceId)).toBe(true);
});

it('one trace, and one request id, lead from an accepted mail to the server that took it', async () => {
  const outer = outerTrace();
  const { headers, requestId } = outer;
  const { id: organizationId } = real.organization;
  const body = { organizationId, category: 'transactional', to: [recipient], subject, text: 'Good day' };
  const answer = await real.api.call('POST', '/v1/messages', 'backend', { body, headers });
  expect(answer.status).toBe(202);
  const received = await real.inbox.wait({ recipient });
  expect(received.headers).toContainEqual({ name: expect.stringMatching(/^x-request-id$/i), value: requestId });

  const spans = await spansOf(outer, ['smtp send', 'POST /v1/messages']);
  expect(wayUpFrom('smtp send', spans)).toEqual(['smtp send', 'POST /v1/messages', outer.spanId]);
  expect(spans.find(({ name }) => name === 'smtp send')?.attributes).toEqual({
    'mail.id': answer.body['id'],
    'mail.route': 'platform',
    'mail.recipients': 1,
    'mail.states': { values: [{ stringValue: 'sent' }] },
    'smtp.reply_codes': { values: [{ stringValue: '250' }] },
    'mail.withdrawn': false,
  });
});

it('a trace says with which code something was refused, and a caller who does not trace is not traced', async () => {
  const outer = outerTrace();
  const refused = await real.organization.ask('reviewer', 'POST', '/mail-server/claim-review', {
    body: { revision: 99 },
    headers: outer.headers,
  });
  expect(refused.status).toBeGreaterThanOrEqual(400);
  const spans = await spansOf(outer, ['ask for update claimReview']);
  expect(spans.find(({ name }) => name === 'ask for update claimReview')).toMatchObject({
    attributes: { 'error.type': refused.body['code'] },
  });

  const silent = outerTrace();
  const traceparent = silent.headers.traceparent.replace(/01$/, '00');
  await real.organization.ask('sales', 'GET', '', { headers: { traceparent } });
  const later = outerTrace();
  await real.organization.ask('sales', 'GET', '', { headers: later.headers });
  await spansOf(later, ['GET /v1/organizations/:organizationId']);
  expect(receiver.trace(silent.traceId)).toEqual([]);
});

it('no trace holds an address, a name, a subject, a host or a secret; the receiver learns who sends', () => {
  const all = Buffer.concat(receiver.bodies).toString('latin1');
  const { addresses } = real.stack;
  const { customer, platform, backend } = real.stack.credentials;
  const secrets = [customer.password, platform.password, backend.clientSecret];
  const personal = [adminAddress, senderAddress, recipient, subject, 'Söhne', `${addresses.customerServer.host}:`];
  expect(
    [...secrets, ...personal].filter((each) => all.includes(Buffer.from(each, 'utf8').toString('latin1'))),
  ).toEqual([]);
  expect(JSON.stringify(receiver.spans)).not.toContain('@');
  expect(receiver.keys).toEqual(new Set(['a key']));
});

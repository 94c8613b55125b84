import {
  ParentBasedSampler,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';

import { otlpHeaders } from '../../../adapters/tracing/otlp-headers';
import { currentOrigin, withinRequest } from '../../../adapters/tracing/origin-scope';
import { currentTraceparent, inSpan, isTracing, useTracer } from '../../../adapters/tracing/spans';
import { CatalogueError } from '../../../domain/errors';
import { readTraceparent } from '../../../domain/origin';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({
  sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(1) }),
  spanProcessors: [new SimpleSpanProcessor(exporter)],
});

afterEach(() => {
  useTracer(null);
  exporter.reset();
});

function trace(): void {
  provider.register();
  useTracer(provider.getTracer('test'));
}

describe('without a tracer', () => {
  it('work is done as it is, and nothing is known of a trace', async () => {
    const seen = await inSpan('work', {}, async (tell) => {
      tell({ learned: 1 });
      return [isTracing(), currentTraceparent()];
    });
    expect(seen).toEqual([false, undefined]);
    await expect(inSpan('work', {}, () => Promise.reject(new Error('as it was')))).rejects.toThrow('as it was');
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('the request that brought something about is known to all that it awaits, and to nobody else', async () => {
    const inside = withinRequest('request-1', async () => {
      await Promise.resolve();
      return currentOrigin();
    });
    expect(currentOrigin()).toBeNull();
    await expect(inside).resolves.toEqual({ requestId: 'request-1' });
  });
});

describe('with a tracer', () => {
  beforeEach(trace);

  it('a span belongs to the place that a message brought, and is linked with where it happens', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await inSpan('round', {}, () => inSpan('mail', { traceparent }, async (tell) => tell({ state: 'sent' })));
    const [mail, round] = exporter.getFinishedSpans();
    expect(mail?.parentSpanContext).toMatchObject({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
    });
    expect(mail?.attributes).toEqual({ state: 'sent' });
    expect(mail?.links.map(({ context }) => context.spanId)).toEqual([round?.spanContext().spanId]);
  });

  it('an error shows as its code, or as the name of its class: never with its message', async () => {
    const refused = new CatalogueError('STORE_UNAVAILABLE', 'for admin@customer.example');
    const broken = new TypeError('password of admin@customer.example');
    await expect(inSpan('one', {}, () => Promise.reject(refused))).rejects.toBe(refused);
    await expect(inSpan('other', {}, () => Promise.reject(broken))).rejects.toBe(broken);
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      { 'error.type': 'STORE_UNAVAILABLE' },
      { 'error.type': 'TypeError' },
    ]);
    expect(spans.map(({ events, status }) => ({ events, status }))).toEqual([
      { events: [], status: { code: 2 } },
      { events: [], status: { code: 2 } },
    ]);
  });

  it('what a caller does not trace is not traced here', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
    const place = await inSpan('work', { traceparent }, async () => readTraceparent(currentTraceparent()));
    expect(place).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', isSampled: false });
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});

it('headers for the receiver are read as OpenTelemetry writes them', () => {
  expect(otlpHeaders('api-key=a%20key%3D, x-tenant = one=two')).toEqual({ 'api-key': 'a key=', 'x-tenant': 'one=two' });
  expect(otlpHeaders('')).toEqual({});
});

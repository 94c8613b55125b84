import type { Request, RequestHandler, Response } from 'express';

import type { Identity } from '../activities/ports/access-token-verifier';
import type { Role } from '../domain/actor';
import { CatalogueError } from '../domain/errors';
import { peerNetwork } from '../domain/peer-network';
import { heldRoles, rolesReaching, type Audience } from './authorization';
import { declaredProblems } from './declared-problems';
import type { ApiDependencies } from './dependencies';
import { toCatalogueError } from './error-translation';
import { authenticate, identifyAgain } from './middleware/authenticate';
import { bodyReaderFor, type BodyReader } from './middleware/read-body';
import { RequestLimits } from './middleware/request-limits';
import { WorkLimits, type Attribute } from './middleware/work-limits';
import { PathTable } from './path-table';
import { MethodNotAllowed } from './problem';
import { EndlessBody, StreamedBody, type CallerWatch, type RenderedReply, type Route } from './route';
import { beginStream, sendStream } from './stream-reply';
import { refuseCrossSite } from './sessions/refuse-cross-site';

const longestOrganizationId = 64;

/** Paths that are never counted: orchestrators must not lose them to a crowd. */
const uncountedPaths = new Set(['/healthz', '/readyz']);

/** Serves a route table. Every request to it passes the same steps in the same order; others are passed on. */
export function routerFor(routes: readonly Route[], dependencies: ApiDependencies): RequestHandler {
  const places = placesOf(routes, dependencies.settings);
  const { requestsPerMinute, requestsPerOrganization, concurrentRequests, requestSeconds } = dependencies.settings;
  const limits = new RequestLimits(requestsPerMinute, requestsPerOrganization);
  const work = new WorkLimits({ concurrent: concurrentRequests, patienceMs: requestSeconds * 1000 });
  return async (request, response, next) => {
    const found = places.find(request.path);
    if (found === null) return next();
    const { template, answering, methods } = found.place;
    request.route = { path: template };
    request.params = found.params;
    const answers = answering.get(request.method);
    if (answers === undefined) throw new MethodNotAllowed(methods);
    return await serve(answers.route, { request, response, readBody: answers.readBody, limits, work, dependencies });
  };
}

/** A path with what its methods do. */
interface Place {
  readonly template: string;
  readonly methods: readonly string[];
  readonly answering: ReadonlyMap<string, { readonly route: Route; readonly readBody: BodyReader }>;
}

function placesOf(routes: readonly Route[], settings: ApiDependencies['settings']): PathTable<Place> {
  const places = new PathTable<Place>();
  for (const template of new Set(routes.map(({ path }) => path))) {
    const here = routes.filter(({ path }) => path === template);
    const answering = here.flatMap((route) => {
      const answers = { route, readBody: bodyReaderFor(route, settings) };
      return methodNames(route).map((method) => [method, answers] as const);
    });
    places.add(template, { template, methods: here.flatMap(methodNames), answering: new Map(answering) });
  }
  return places;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly readBody: BodyReader;
  readonly limits: RequestLimits;
  readonly work: WorkLimits;
  readonly dependencies: ApiDependencies;
}

async function serve(route: Route, exchange: Exchange): Promise<void> {
  try {
    const isUncounted = uncountedPaths.has(route.path);
    const begin = async (attribute: Attribute): Promise<Sending> =>
      begun(route, await answer(route, exchange, attribute), exchange);
    await (
      await (isUncounted ? begin(() => undefined) : exchange.work.within(begin))
    )();
  } catch (error) {
    warnOfUndeclaredProblem(route, error, exchange.request);
    throw error;
  }
}

async function answer(route: Route, exchange: Exchange, attribute: Attribute): Promise<RenderedReply> {
  const { request, readBody, limits, work, dependencies } = exchange;
  const identity = await identify(route, exchange);
  attribute(identity ? `subject ${identity.subject}` : `network ${peerNetwork(request.ip ?? '')}`);
  const roles = identity ? authorize(route.audience, identity, request.params['organizationId']) : [];
  if (identity && !route.request.shape.query) refuseQuery(request);
  const body = await readBody(request);
  await countOrganization(route, exchange, { identity, roles, body });
  const { id: requestId, log, params, query, headers } = request;
  const caller = watchOver(route, exchange, identity);
  const countAlso = async (organizationId: string) => await limits.countOrganization(organizationId);
  const { cookie } = headers;
  const call = { requestId, log, identity, roles, params, query, headers, body, cookie, caller };
  const invoked = route.invoke({ ...call, countOrganization: countAlso }, dependencies);
  // What comes in as a stream takes as long as its sender; the server bounds that.
  return route.bodyFormat?.isStreamed === true ? invoked : work.inTime(invoked);
}

async function identify(route: Route, { request, limits, dependencies }: Exchange): Promise<Identity | null> {
  if (route.audience.kind !== 'public') return authenticate(request, dependencies, limits);
  const { cookies, settings } = dependencies;
  const hasSession = cookies.read(request.headers.cookie, 'session') !== undefined;
  if (hasSession && route.method !== 'get') refuseCrossSite(request, settings.publicUrl);
  if (!uncountedPaths.has(route.path)) await limits.countAddress(request.ip ?? '');
  return null;
}

/**
 * Looks again whether the caller may do what they are doing, without counting as use of a session. Most answers never ask
 * whether their caller is gone, and an abort signal costs more than they should pay for it.
 */
function watchOver(
  route: Route,
  { request, response, dependencies }: Exchange,
  identity: Identity | null,
): CallerWatch {
  let left: AbortController | undefined;
  return {
    get gone() {
      left ??= abortedAt(response);
      return left.signal;
    },
    async check() {
      if (!identity) return;
      const now = await identifyAgain(request, dependencies);
      if (now.subject !== identity.subject) throw new CatalogueError('UNAUTHENTICATED');
      authorize(route.audience, now, request.params['organizationId']);
    },
  };
}

function abortedAt(response: Response): AbortController {
  const left = new AbortController();
  response.once('close', () => left.abort());
  if (response.closed) left.abort();
  return left;
}

/** Who may not touch an organization is told that it does not exist, in the same words as for one that does not. */
function authorize(audience: Audience, identity: Identity, organizationId: unknown): readonly Role[] {
  const held = heldRoles(audience, identity);
  if (audience.kind !== 'roles' || audience.organization !== 'path') return held;
  const reaching = rolesReaching(held, identity, String(organizationId));
  if (reaching.length === 0) throw new CatalogueError('ORGANIZATION_UNKNOWN');
  return reaching;
}

interface Asking {
  readonly identity: Identity | null;
  readonly roles: readonly Role[];
  readonly body: unknown;
}

/** All who act for an organization together leave room for the others; who may not act for it takes none of its room. */
async function countOrganization(
  { audience }: Route,
  { request, limits }: Exchange,
  { identity, roles, body }: Asking,
): Promise<void> {
  if (audience.kind !== 'roles' || !identity) return;
  const named = audience.organization === 'body' && typeof body === 'object' && body !== null ? { ...body } : {};
  const inBody = 'organizationId' in named ? named.organizationId : undefined;
  const id = audience.organization === 'path' ? request.params['organizationId'] : inBody;
  if (typeof id !== 'string' || id.length > longestOrganizationId) return;
  if (rolesReaching(roles, identity, id).length > 0) await limits.countOrganization(id);
}

function refuseQuery(request: Request): void {
  const [name] = Object.keys(request.query);
  if (name === undefined) return;
  throw new CatalogueError('INVALID_REQUEST', 'This resource has no query parameters', {
    faults: [{ pointer: '', code: 'UNKNOWN_FIELD' }],
  });
}

/** Sends what remains of an answer. */
type Sending = () => Promise<void>;

/** Sends an answer; what has no end remains, so that it does not count as work that is being done. */
async function begun(route: Route, reply: RenderedReply, { request, response }: Exchange): Promise<Sending> {
  const { body } = reply;
  const stream = body instanceof StreamedBody ? await beginStream(body) : null;
  response
    .status(reply.status ?? route.response.status)
    .set(headersOf(reply))
    .type(reply.contentType);
  const isEndless = body instanceof EndlessBody;
  const rest = async () => (stream ? sendStream(stream, request, response, isEndless) : undefined);
  if (isEndless) return rest;
  if (!stream) response.send(body instanceof Uint8Array ? Buffer.from(body) : textOf(body));
  await rest();
  return async () => undefined;
}

function headersOf({ headers = {} }: RenderedReply): Record<string, string | string[]> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]));
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function warnOfUndeclaredProblem(route: Route, error: unknown, request: Request): void {
  const { code } = toCatalogueError(error);
  if (declaredProblems(route).includes(code)) return;
  request.log.warn({ code, operationId: route.operationId }, 'A problem that the route does not declare');
}

function methodNames({ method }: Route): string[] {
  return method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
}

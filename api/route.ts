import { z } from 'zod';

import type { Identity } from '../activities/ports/access-token-verifier';
import type { Role } from '../domain/actor';
import { CatalogueError, type ErrorCode } from '../domain/errors';
import type { Audience } from './authorization';
import type { ApiDependencies } from './dependencies';
import { parseRequest } from './parse-request';
import type { RequestLog } from './request-log';

export type Method = 'get' | 'put' | 'post';
export type Tag = 'Service' | 'Identity' | 'Organizations' | 'Mail server' | 'Reviews' | 'Messages' | 'Undeliverables';

/** How large a body may be: a command is small, a picture middling, others as large as the deployment allows. */
export type BodySize = 'command' | 'picture' | 'message' | 'attachment';

/** What the router knows of a request once it is authenticated, authorized and read, before its parts are parsed. */
export interface RawCall {
  readonly requestId: string;
  readonly log: RequestLog;
  readonly identity: Identity | null;
  /** The roles of the audience that the caller holds (and that reach the organization in the path). */
  readonly roles: readonly Role[];
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
  /** The Cookie field, for routes that browsers are sent to. */
  readonly cookie: string | undefined;
  readonly caller: CallerWatch;
  readonly countOrganization: (organizationId: string) => Promise<void>;
}

/** What answers that take long have to know of their caller. */
export interface CallerWatch {
  /** Aborted when the connection is gone. */
  readonly gone: AbortSignal;
  /** Throws when the caller's right to this very request has ended: UNAUTHENTICATED, FORBIDDEN, ORGANIZATION_UNKNOWN. */
  check(): Promise<void>;
}

/** What a handler gets besides the parsed request: who is calling, by which roles, and where to log. */
export interface CallContext {
  readonly requestId: string;
  readonly log: RequestLog;
  readonly identity: Identity;
  readonly roles: readonly Role[];
  readonly caller: CallerWatch;
  /** Counts what a request asks of an organization that its path or body does not name as a whole. Throws RATE_LIMITED. */
  readonly countOrganization: (organizationId: string) => Promise<void>;
}

/** A body that is made while it is sent, so that its length does not matter. */
export class StreamedBody {
  readonly chunks: AsyncIterable<string>;

  constructor(chunks: AsyncIterable<string>) {
    this.chunks = chunks;
  }
}

/** A streamed body that only ends with its connection: a client that leaves is nothing to warn of. */
export class EndlessBody extends StreamedBody {}

export interface Reply<Body> {
  readonly body: Body;
  /** Where it differs from the route's declared status. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** What the router sends: JSON that fits the schema, or bytes with their media type. */
export type RenderedReply = Reply<unknown> & { readonly contentType: string };

/** How a body comes in, where it is not a small JSON object. `mediaTypes` makes it raw bytes of one of these types. */
export interface BodyFormat {
  readonly size: BodySize;
  readonly mediaTypes?: readonly string[];
  /** What the bytes hold, for the documentation alone. */
  readonly described?: z.ZodType;
  /** The handler gets the raw bytes while they come, as `IncomingFile`, and never all of them at once. */
  readonly isStreamed?: boolean;
}

/** A streamed body. `content` throws INVALID_REQUEST when it breaks off. */
export interface IncomingFile {
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

export type RequestShape = Partial<Record<'params' | 'query' | 'headers' | 'body', z.ZodType>>;

/** The declaration of a route. Router, authorization and the OpenAPI document are made from it. */
export interface RouteDeclaration {
  readonly method: Method;
  readonly path: string;
  readonly operationId: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly audience: Audience;
  /** What is read of a request: `params`, `query`, `headers` and `body`; a part that is missing here is not read. */
  readonly request: z.ZodObject<RequestShape>;
  readonly bodyFormat?: BodyFormat;
  readonly response: ResponseDeclaration;
  /** Codes that the handler can give besides those that the declaration itself implies. */
  readonly problems: readonly ErrorCode[];
}

export interface ResponseDeclaration {
  readonly status: number;
  readonly description: string;
  readonly contentTypes: readonly string[];
  readonly schema: z.ZodType | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** A second status that answers with the same body. */
  readonly otherwise?: { readonly status: number; readonly description: string };
}

export interface Route extends RouteDeclaration {
  invoke(call: RawCall, dependencies: ApiDependencies): Promise<RenderedReply>;
}

type JsonRoute<Request extends z.ZodObject<RequestShape>, Response extends z.ZodType> = Omit<
  RouteDeclaration,
  'request' | 'response'
> & {
  readonly request: Request;
  readonly response: Omit<ResponseDeclaration, 'schema' | 'contentTypes'> & { readonly schema: Response };
  readonly handle: (
    request: z.output<Request>,
    context: CallContext,
    dependencies: ApiDependencies,
  ) => Promise<Reply<z.input<Response>>>;
};

/** A route for signed-in callers that answers JSON. What the response schema does not name is never sent. */
export function jsonRoute<Request extends z.ZodObject<RequestShape>, Response extends z.ZodType>(
  route: JsonRoute<Request, Response>,
): Route {
  const { handle, request, response, ...declaration } = route;
  return {
    ...declaration,
    request,
    response: { ...response, contentTypes: ['application/json'] },
    async invoke(call, dependencies) {
      const reply = await handle(parseRequest(request, call), contextOf(call), dependencies);
      return { ...reply, body: response.schema.parse(reply.body), contentType: 'application/json' };
    },
  };
}

type ContentRoute<Request extends z.ZodObject<RequestShape>, Content> = Omit<
  RouteDeclaration,
  'request' | 'response'
> & {
  readonly request: Request;
  /** `schema` describes what is streamed, for the documentation alone. */
  readonly response: Omit<ResponseDeclaration, 'schema'> & { readonly schema?: z.ZodType };
  readonly handle: (
    request: z.output<Request>,
    context: CallContext,
    dependencies: ApiDependencies,
  ) => Promise<Reply<Content> & { readonly contentType: string }>;
};

function contentRoute<Request extends z.ZodObject<RequestShape>, Content>(
  route: ContentRoute<Request, Content>,
): Route {
  const { handle, request, response, ...declaration } = route;
  return {
    ...declaration,
    request,
    response: { ...response, schema: response.schema ?? null },
    async invoke(call, dependencies) {
      return handle(parseRequest(request, call), contextOf(call), dependencies);
    },
  };
}

/** A route for signed-in callers that answers with bytes of one of the declared media types. */
export function bytesRoute<Request extends z.ZodObject<RequestShape>>(route: ContentRoute<Request, Uint8Array>): Route {
  return contentRoute(route);
}

/**
 * A route for signed-in callers that answers with text of any length. Trouble before the first chunk is a problem as
 * everywhere; after it, the connection breaks off, so that nobody takes a part for the whole.
 */
export function streamRoute<Request extends z.ZodObject<RequestShape>>(
  route: ContentRoute<Request, StreamedBody>,
): Route {
  return contentRoute(route);
}

type PublicRoute = Omit<RouteDeclaration, 'audience' | 'request'> & {
  readonly handle: (dependencies: ApiDependencies) => Promise<RenderedReply>;
};

/** A route that anyone may call and that reads nothing of the request. */
export function publicRoute({ handle, ...declaration }: PublicRoute): Route {
  return {
    ...declaration,
    audience: { kind: 'public' },
    request: z.object({}),
    invoke: async (_call, dependencies) => handle(dependencies),
  };
}

type BrowserRoute<Request extends z.ZodObject<RequestShape>> = Omit<RouteDeclaration, 'audience' | 'request'> & {
  readonly request: Request;
  readonly handle: (
    request: z.output<Request>,
    call: Pick<RawCall, 'requestId' | 'cookie' | 'log'>,
    dependencies: ApiDependencies,
  ) => Promise<RenderedReply>;
};

/** A route for browsers that are not signed in, or are about to be no longer. */
export function browserRoute<Request extends z.ZodObject<RequestShape>>(route: BrowserRoute<Request>): Route {
  const { handle, request, ...declaration } = route;
  return {
    ...declaration,
    request,
    audience: { kind: 'public' },
    invoke: async (call, dependencies) => handle(parseRequest(request, call), call, dependencies),
  };
}

function contextOf({ requestId, log, identity, roles, caller, countOrganization }: RawCall): CallContext {
  if (!identity) throw new CatalogueError('UNAUTHENTICATED');
  return { requestId, log, identity, roles, caller, countOrganization };
}

import { z } from 'zod';

import { errorCatalogue, type ErrorCode } from '../domain/errors';
import type { Audience } from './authorization';
import { declaredProblems } from './declared-problems';
import type { ApiSettings } from './dependencies';
import { operationExamples, problemExamples } from './openapi-examples';
import { problemMediaType } from './problem';
import { tagDescriptions } from './openapi-tags';
import type { Route, Tag } from './route';
import { problem } from './schemas/service';
import { SchemaCollection, type JsonSchema } from './openapi-schemas';

/** The parts of an OpenAPI 3.1 document that this API uses. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: Tag; readonly description: string }[];
  readonly security: readonly Record<string, readonly string[]>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** What the token has to be good for; nothing for public operations. */
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, OperationResponse>>;
  readonly 'x-audience': readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, MediaType>>;

interface MediaType {
  readonly schema: JsonSchema;
  readonly example?: unknown;
  /** By error code. */
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}

export interface OperationResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: Content;
  readonly 'x-codes'?: readonly ErrorCode[];
}

/** Said by the server itself, which reads nothing of such a request. */
const headerTooLarge = {
  description: 'Path, query and header fields have more than 16 KiB, or there are more than 100 fields',
};

const securityName = 'accessToken';

const introduction =
  'Approval, use and supervision of customer-owned SMTP servers. Every command needs an `Idempotency-Key`; repeating a ' +
  'request with the same key gives the first answer. Lists are read page by page with `nextCursor`. Errors are problems ' +
  'by RFC 9457 with a stable `code`; `Retry-After` tells when a passing trouble is worth another try.';

/** The description of the routes. */
export function openApiDocument(
  routes: readonly Route[],
  settings: Pick<ApiSettings, 'publicUrl' | 'issuer' | 'version'>,
): OpenApiDocument {
  const schemas = new SchemaCollection();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mail server approval', version: settings.version, description: introduction },
    servers: [{ url: settings.publicUrl }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name, description: tagDescriptions[name] })),
    security: [{ [securityName]: [] }],
    paths,
    components: {
      schemas: schemas.components(),
      examples: problemExamples(settings.publicUrl),
      securitySchemes: {
        [securityName]: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `An access token of ${settings.issuer} for this API`,
        },
      },
    },
  };
}

function operation(route: Route, schemas: SchemaCollection): Operation {
  const { operationId, tag, summary, description, audience, request } = route;
  const { body } = request.shape;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(audience.kind === 'public' ? { security: [] } : {}),
    ...(audience.kind === 'roles' ? { security: [{ [securityName]: [audience.scope] }] } : {}),
    parameters: parameters(route, schemas),
    ...(body ? { requestBody: { required: !body.safeParse({}).success, content: bodyContent(route, schemas) } } : {}),
    responses: { ...successes(route, schemas), ...problems(route, schemas), 431: headerTooLarge },
    'x-audience': audienceNames(audience),
  };
}

/** Who may call, in words: roles, or `public`, or `signed-in`. */
export function audienceNames(audience: Audience): readonly string[] {
  return audience.kind === 'roles' ? audience.roles : [audience.kind];
}

const parameterPlaces = { params: 'path', query: 'query', headers: 'header' } as const;

function parameters({ request }: Route, schemas: SchemaCollection): Parameter[] {
  return (['params', 'headers', 'query'] as const).flatMap((part) => {
    const schema = request.shape[part];
    if (!(schema instanceof z.ZodObject)) return [];
    return Object.entries<z.ZodType>(schema.shape).map(([name, member]) =>
      parameter(name, parameterPlaces[part], member, schemas),
    );
  });
}

function parameter(name: string, place: Parameter['in'], member: z.ZodType, schemas: SchemaCollection): Parameter {
  const { description, ...schema } = schemas.inline(member, 'input');
  return {
    name: place === 'header' ? headerName(name) : name,
    in: place,
    required: !member.safeParse(undefined).success,
    ...(typeof description === 'string' ? { description } : {}),
    schema,
  };
}

function headerName(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()).replace(/-Id$/, '-ID');
}

function bodyContent({ operationId, request, bodyFormat }: Route, schemas: SchemaCollection): Content {
  if (bodyFormat?.mediaTypes) {
    const described = bodyFormat.described ? schemas.inline(bodyFormat.described, 'input') : {};
    return Object.fromEntries(bodyFormat.mediaTypes.map((mediaType) => [mediaType, { schema: described }]));
  }
  const schema = request.shape.body ? schemas.inline(request.shape.body, 'input') : {};
  return { 'application/json': { schema, ...exampleOf(operationExamples[operationId]?.request) } };
}

function exampleOf(example: unknown): Pick<MediaType, 'example'> {
  return example === undefined ? {} : { example };
}

function bytesContent(mediaTypes: readonly string[]): Content {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: {} }]));
}

function successes({ operationId, response }: Route, schemas: SchemaCollection): Record<string, OperationResponse> {
  const { status, description, contentTypes, schema, headers = {}, otherwise } = response;
  const example = exampleOf(operationExamples[operationId]?.response);
  const content = schema
    ? Object.fromEntries(contentTypes.map((type) => [type, { schema: schemas.inline(schema, 'output'), ...example }]))
    : bytesContent(contentTypes);
  const named = Object.entries(headers).map(([name, meaning]) => [name, header(meaning)] as const);
  const headerPart = named.length === 0 ? {} : { headers: Object.fromEntries(named) };
  const notModified = 'ETag' in headers ? { 304: { description: 'Unchanged since the version in If-None-Match' } } : {};
  return {
    [status]: { description, ...headerPart, content },
    ...notModified,
    ...(otherwise ? { [otherwise.status]: { description: otherwise.description, content } } : {}),
  };
}

function problems(route: Route, schemas: SchemaCollection): Record<string, OperationResponse> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of declaredProblems(route)) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = schemas.inline(problem, 'output');
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const named = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
      const content = { [problemMediaType]: { schema, examples: Object.fromEntries(named) } };
      const description = codes.map((code) => `${code}: ${errorCatalogue[code].title}`).join('; ');
      return [String(status), { description, ...problemHeaderPart(status), content, 'x-codes': codes }];
    }),
  );
}

function problemHeaderPart(status: number): Pick<OperationResponse, 'headers'> {
  if (status === 429 || status === 503) return { headers: { 'Retry-After': header('Seconds to wait') } };
  const isChallenge = status === 401 || status === 403;
  return isChallenge ? { headers: { 'WWW-Authenticate': header('The challenge, RFC 6750') } } : {};
}

function header(description: string) {
  return { description, schema: { type: 'string' } };
}

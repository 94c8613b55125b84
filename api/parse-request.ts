import type { z } from 'zod';

import { CatalogueError, type ErrorCode, type FieldFault } from '../domain/errors';

/** The parts of a request as they arrive. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/** A faulty place and the part of the request that it lies in; `detail` says what was expected, never what was given. */
export interface RequestFault extends FieldFault {
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly detail: string;
}

/** The request in the shape that the schema promises. Throws INVALID_REQUEST or IDEMPOTENCY_KEY_MISSING. */
export function parseRequest<Schema extends z.ZodObject>(schema: Schema, raw: RawRequest): z.output<Schema> {
  const { params, query, headers, body } = raw;
  const result = schema.safeParse({ params, query, headers, body });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap(faultsOf);
  throw new CatalogueError(codeFor(faults), undefined, { faults });
}

function codeFor(faults: readonly RequestFault[]): ErrorCode {
  return faults.some((fault) => fault.pointer === '/idempotency-key') ? 'IDEMPOTENCY_KEY_MISSING' : 'INVALID_REQUEST';
}

function faultsOf(issue: z.core.$ZodIssue): RequestFault[] {
  const [part, ...path] = issue.path;
  const where = partNames[String(part)] ?? 'body';
  if (issue.code !== 'unrecognized_keys') {
    return [{ in: where, pointer: pointerTo(path), code: issue.code.toUpperCase(), detail: issue.message }];
  }
  return issue.keys.map((key) => ({
    in: where,
    pointer: pointerTo([...path, key.slice(0, longestKeyShown)]),
    code: 'UNKNOWN_FIELD',
    detail: 'This field is not known here',
  }));
}

const longestKeyShown = 64;

const partNames: Readonly<Record<string, RequestFault['in']>> = {
  params: 'path',
  query: 'query',
  headers: 'header',
  body: 'body',
};

/** JSON Pointer, RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

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

/** The request in the shape that the schema promises. Throws INVALID_REQUEST, IDEMPOTENCY_KEY_MISSING, PRECONDITION_REQUIRED. */
export function parseRequest<Schema extends z.ZodObject>(schema: Schema, raw: RawRequest): z.output<Schema> {
  const { params, query, headers, body } = raw;
  const result = schema.safeParse({ params, query, headers, body });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap(faultsOf);
  throw new CatalogueError(codeFor(faults), undefined, { faults });
}

/** The same for one entry of a list whose entries are judged one by one; pointers lead into the entry. */
export function entryFault(issues: readonly z.core.$ZodIssue[]): CatalogueError {
  const faults = issues.flatMap((issue) => faultsOf({ ...issue, path: ['body', ...issue.path] }));
  return new CatalogueError('INVALID_REQUEST', undefined, { faults });
}

function codeFor(faults: readonly RequestFault[]): ErrorCode {
  if (faults.some(({ pointer }) => pointer === '/idempotency-key')) return 'IDEMPOTENCY_KEY_MISSING';
  const lacksVersion = faults.some(({ pointer, code }) => pointer === '/if-match' && code === 'INVALID_TYPE');
  return lacksVersion ? 'PRECONDITION_REQUIRED' : 'INVALID_REQUEST';
}

function faultsOf(issue: z.core.$ZodIssue): RequestFault[] {
  if (issue.code === 'invalid_union') return unionFaults(issue);
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

/** Of several shapes, the one that was missed least is the one that was meant. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion): RequestFault[] {
  const [nearest = []] = issue.errors.toSorted((one, other) => one.length - other.length);
  if (nearest.length > 0) return nearest.flatMap((one) => faultsOf({ ...one, path: [...issue.path, ...one.path] }));
  return faultsOf({ ...issue, code: 'custom', message: issue.message });
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

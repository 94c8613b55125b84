import { CatalogueError, errorCatalogue, errorCodes } from '../domain/errors';
import recorded from './operation-examples.json';
import { toProblem, type Problem } from './problem';

/** What a caller sends, and what comes back; a part that is no JSON has none. */
export interface OperationExample {
  readonly request?: unknown;
  readonly response?: unknown;
}

/**
 * Examples by operation: requests that the API has answered, with its answers. `npm run record:examples` makes them anew, and
 * a test holds each against its schema.
 */
export const operationExamples: Readonly<Record<string, OperationExample>> = recorded;

interface NamedExample {
  readonly summary: string;
  readonly value: Problem;
}

/** The problem of each code, as it looks where nothing particular is to be said. */
export function problemExamples(publicUrl: string): Readonly<Record<string, NamedExample>> {
  const path = '/v1/organizations/org-4711';
  const requestId = '7c1f5c0e-1f7e-4b53-9c0a-0d6c5f6e2a10';
  const entries = errorCodes.map((code) => {
    const value = toProblem(new CatalogueError(code), { publicUrl, path, requestId });
    return [code, { summary: errorCatalogue[code].title, value }] as const;
  });
  return Object.fromEntries(entries);
}

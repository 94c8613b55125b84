import { CatalogueError, type ErrorCode } from '../domain/errors';

/**
 * Any thrown value as an error of the catalogue. The text of foreign errors is dropped: a parser's message quotes the
 * body, in which a password may stand.
 */
export function toCatalogueError(error: unknown): CatalogueError {
  if (error instanceof CatalogueError) return error;
  return new CatalogueError(codeOf(error), undefined, { cause: error });
}

function codeOf(error: unknown): ErrorCode {
  const isMalformedPath = error instanceof URIError;
  return isMalformedPath ? 'INVALID_REQUEST' : 'INTERNAL';
}

import { CatalogueError, type ErrorCode } from '../domain/errors';

/** Errors of the framework's own parts, by their `type`. */
const bodyReadingErrors: Readonly<Record<string, ErrorCode>> = {
  'entity.parse.failed': 'BROKEN_JSON',
  'entity.too.large': 'BODY_TOO_LARGE',
  'encoding.unsupported': 'UNSUPPORTED_MEDIA_TYPE',
  'charset.unsupported': 'UNSUPPORTED_MEDIA_TYPE',
  'request.aborted': 'INVALID_REQUEST',
  'request.size.invalid': 'INVALID_REQUEST',
};

/**
 * Any thrown value as an error of the catalogue. The text of foreign errors is dropped: a parser's message quotes the
 * body, in which a password may stand.
 */
export function toCatalogueError(error: unknown): CatalogueError {
  if (error instanceof CatalogueError) return error;
  return new CatalogueError(codeOf(error), undefined, { cause: error });
}

function codeOf(error: unknown): ErrorCode {
  if (!(error instanceof Error)) return 'INTERNAL';
  const known = 'type' in error && typeof error.type === 'string' ? bodyReadingErrors[error.type] : undefined;
  if (known) return known;
  const isMalformedPath = error instanceof URIError;
  return isMalformedPath ? 'INVALID_REQUEST' : 'INTERNAL';
}

import type { CheckStage } from '../../domain/check-report';
import { tlsTroubleKind, type TroubleKind } from '../../domain/smtp-trouble';
import { errorCodeOf } from './smtp-trouble-error';

/** The reply that the SMTP library attached to an error, undefined where the server had said nothing. */
export function replyTextOf(error: Error): string | undefined {
  const response: unknown = 'response' in error ? error.response : undefined;
  return typeof response === 'string' && response !== '' ? response : undefined;
}

/**
 * What an error of the SMTP library without a reply tells. The library reports TLS trouble under its own codes and keeps the
 * code of the TLS error aside.
 */
export function troubleKindOf(error: Error, stage: CheckStage): TroubleKind {
  const code = errorCodeOf(error);
  if (code === 'ETIMEDOUT') return 'timed-out';
  if (code === 'EPROTOCOL') return 'protocol';
  if (stage !== 'tls' || code === 'ETLS' || code === 'ECONNECTION') return 'closed';
  const original: unknown = 'originalCode' in error ? error.originalCode : undefined;
  return tlsTroubleKind(typeof original === 'string' ? original : undefined, false);
}

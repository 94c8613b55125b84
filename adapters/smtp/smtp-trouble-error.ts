import type { CheckStage } from '../../domain/check-report';
import { nothingOffered, type Offered, type SmtpTrouble, type TroubleKind } from '../../domain/smtp-trouble';

/** Thrown inside the SMTP and DNS adapters for what a server does; the prober and the transport turn it into results. */
export class SmtpTroubleError extends Error {
  readonly trouble: SmtpTrouble;

  constructor(trouble: SmtpTrouble, options?: { cause?: unknown }) {
    super(`${trouble.stage}: ${trouble.kind}`, options);
    this.name = 'SmtpTroubleError';
    this.trouble = trouble;
  }
}

/** A trouble that no reply of the server tells of. */
export function troubleError(
  stage: CheckStage,
  kind: TroubleKind,
  details: { cause?: unknown; offered?: Offered } = {},
): SmtpTroubleError {
  const { offered = nothingOffered, cause } = details;
  return new SmtpTroubleError({ stage, kind, offered }, cause === undefined ? undefined : { cause });
}

/** The code of a system, TLS or library error; undefined for everything else. */
export function errorCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

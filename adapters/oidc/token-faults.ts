import { errors } from 'jose';

const faults = [
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Whether a fault lies in the token. Everything else is trouble with getting the provider's keys. */
export function isTokenFault(error: unknown): boolean {
  return faults.some((kind) => error instanceof kind);
}

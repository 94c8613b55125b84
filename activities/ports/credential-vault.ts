import type { Secret } from '../../domain/secret';

/** What a stored password is bound to, by AAD: it opens for exactly this organization, revision and credential. */
export interface CredentialBinding {
  readonly organizationId: string;
  readonly revision: number;
  readonly credentialId: string;
}

/** The API's side: a password comes in once and can never be read back. */
export interface CredentialDepositor {
  /**
   * Seals and stores a password durably; what is not adopted within an hour is dropped by the store. The first deposit
   * under a credential id wins: repeated with the same password it starts the hour anew, and a destroyed credential stays
   * destroyed. Throws IDEMPOTENCY_KEY_REUSED for another password or revision, CREDENTIAL_UNREADABLE when the first
   * deposit cannot be compared with, STORE_UNAVAILABLE, KEYS_UNAVAILABLE.
   */
  deposit(binding: CredentialBinding, password: Secret): Promise<void>;
  /**
   * Deposits the password of one credential under another binding as well, without handing it out. Repeatable. Throws
   * CREDENTIAL_UNREADABLE when there is none any more, and what `deposit` throws.
   */
  carryOver(from: CredentialBinding, to: CredentialBinding): Promise<void>;
  /** Compares as `deposit` does, and throws as it does, but stores nothing. */
  refuseOther(binding: CredentialBinding, password: Secret): Promise<void>;
}

/** The workflow's side: passwords are kept or destroyed, never read. */
export interface CredentialKeeper {
  /** Makes a deposit permanent. Repeatable. Throws CREDENTIAL_UNREADABLE when it is gone. */
  adopt(organizationId: string, credentialId: string): Promise<void>;
  /** Destroys the wrapped data keys and ciphertexts for good. Repeatable; unknown ids are ignored. */
  shred(organizationId: string, credentialIds: readonly string[]): Promise<void>;
}

/** The adapters' side: opens a password on its way into an SMTP connection. Never handed to activities. */
export interface CredentialOpener {
  /** Throws CREDENTIAL_UNREADABLE when the credential is missing, bound to something else, or damaged, and KEYS_UNAVAILABLE. */
  open(binding: CredentialBinding): Promise<Secret>;
}

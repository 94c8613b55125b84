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
   * Seals and stores a password durably. The first deposit under a credential id wins; a repeated one changes nothing.
   * What is not adopted within an hour is dropped by the store. Throws STORE_UNAVAILABLE.
   */
  deposit(binding: CredentialBinding, password: Secret): Promise<void>;
  /** Drops a deposit that was never adopted, because the command that brought it was refused. */
  discard(binding: CredentialBinding): Promise<void>;
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
  /** Throws CREDENTIAL_UNREADABLE when the credential is missing, bound to something else, or damaged. */
  open(binding: CredentialBinding): Promise<Secret>;
}

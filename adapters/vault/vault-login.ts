import type { Secret } from '../../domain/secret';

/** How we prove to Vault who we are: a token that somebody made for us, or an AppRole that gets its own ones. */
export type VaultLogin =
  | { readonly kind: 'token'; readonly token: Secret }
  | { readonly kind: 'approle'; readonly roleId: string; readonly secretId: Secret };

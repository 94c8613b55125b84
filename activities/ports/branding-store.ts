import type { InlineLogo } from './mail-composer';

/** A stored logo with the tag of its content: 32 hexadecimal digits. */
export type StoredLogo = InlineLogo & { readonly tag: string };

/** The logo of each organization. Throws STORE_UNAVAILABLE. */
export interface BrandingStore {
  /**
   * Replaces the logo. With a tag only the one that has it; the very logo that stands there already is taken again all the
   * same. Throws LOGO_INVALID, PRECONDITION_FAILED.
   */
  saveLogo(organizationId: string, logo: InlineLogo, expectedTag?: string | null): Promise<StoredLogo>;
  logo(organizationId: string): Promise<StoredLogo | null>;
}

import type { InlineLogo } from './mail-composer';

/** A stored logo with the tag of its content: 32 hexadecimal digits. */
export type StoredLogo = InlineLogo & { readonly tag: string };

/** What a new logo is to replace: the one with this tag, none at all, or whichever stands there. */
export type SeenLogo = { readonly tag: string } | 'none' | 'any';

/** The logo of each organization. Throws STORE_UNAVAILABLE. */
export interface BrandingStore {
  /**
   * Replaces what was seen, by default whatever stands there; the very logo that stands there already is taken again all the
   * same. Throws LOGO_INVALID; PRECONDITION_FAILED where another one stands, PRECONDITION_REQUIRED where none was seen and
   * one does.
   */
  saveLogo(organizationId: string, logo: InlineLogo, seen?: SeenLogo): Promise<StoredLogo>;
  logo(organizationId: string): Promise<StoredLogo | null>;
}

import type { InlineLogo } from './mail-composer';

export interface BrandingStore {
  saveLogo(organizationId: string, logo: InlineLogo): Promise<void>;
  logo(organizationId: string): Promise<InlineLogo | null>;
}

import type { Texts } from './texts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: { readonly translation: Texts };
  }
}

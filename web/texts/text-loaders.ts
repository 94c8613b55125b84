import type { Language } from './languages';

/** Texts that come together: what every page needs, what people of one role read, and what is said about errors. */
export const textParts = ['frame', 'problems', 'admin', 'ops', 'reviewer', 'sales'] as const;
export type TextPart = (typeof textParts)[number];
export type RoleTexts = Exclude<TextPart, 'frame' | 'problems'>;

/** Each part comes in one language when somebody reads it. */
export const textLoaders: Readonly<Record<TextPart, Readonly<Record<Language, () => Promise<object>>>>> = {
  frame: {
    de: async () => (await import('./frame-de')).frameTexts,
    en: async () => (await import('./frame-en')).frameTexts,
  },
  problems: {
    de: async () => (await import('../../domain/texts/problem-texts-de')).germanProblems,
    en: async () => (await import('../../domain/texts/problem-texts-en')).englishProblems,
  },
  admin: {
    de: async () => (await import('./admin-de')).adminTexts,
    en: async () => (await import('./admin-en')).adminTexts,
  },
  ops: {
    de: async () => (await import('./ops-de')).opsTexts,
    en: async () => (await import('./ops-en')).opsTexts,
  },
  reviewer: {
    de: async () => (await import('./reviewer-de')).reviewerTexts,
    en: async () => (await import('./reviewer-en')).reviewerTexts,
  },
  sales: {
    de: async () => (await import('./sales-de')).salesTexts,
    en: async () => (await import('./sales-en')).salesTexts,
  },
};

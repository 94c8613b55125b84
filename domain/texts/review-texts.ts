import type { Locale } from '../lifecycle/state';
import type { ReviewTexts } from './review-text';
import { germanReviewTexts } from './review-texts-de';
import { englishReviewTexts } from './review-texts-en';

const catalogue: Readonly<Record<Locale, ReviewTexts>> = { de: germanReviewTexts, en: englishReviewTexts };

/** The texts of the review in a language. */
export function reviewTexts(locale: Locale): ReviewTexts {
  return catalogue[locale];
}

import type { CheckCode, CheckFacts } from '../check-report';
import type { CheckText } from './check-text';
import { germanConnectionTexts } from './check-texts-de-connection';
import { germanMailTexts } from './check-texts-de-mail';
import { germanOAuthTexts } from './check-texts-de-oauth';
import { germanPostureTexts } from './check-texts-de-posture';
import { englishConnectionTexts } from './check-texts-en-connection';
import { englishMailTexts } from './check-texts-en-mail';
import { englishOAuthTexts } from './check-texts-en-oauth';
import { englishPostureTexts } from './check-texts-en-posture';

type TextLocale = 'de' | 'en';

/** The catalogue of findings: every code in every language, with placeholders for facts. */
export const checkTexts: Readonly<Record<TextLocale, Readonly<Record<CheckCode, CheckText>>>> = {
  de: { ...germanConnectionTexts, ...germanMailTexts, ...germanOAuthTexts, ...germanPostureTexts },
  en: { ...englishConnectionTexts, ...englishMailTexts, ...englishOAuthTexts, ...englishPostureTexts },
};

const dateFormats = {
  de: new Intl.DateTimeFormat('de-DE', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
} as const;

const isoInstant = /^\d{4}-\d{2}-\d{2}T/;
const optionalPart = /\[([^\]]*)\]/g;
const placeholder = /\{(\w+)\}/g;

/** The text of a finding with its facts filled in. The result is plain text: whoever shows it as HTML escapes it. */
export function checkText(locale: TextLocale, code: CheckCode, facts: CheckFacts): CheckText {
  const { title, meaning, mend } = checkTexts[locale][code];
  return {
    title,
    meaning: fill(meaning, facts, locale),
    mend: mend === null ? null : fill(mend, facts, locale),
  };
}

/** Names of the facts that a text mentions, in order of appearance. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(placeholder)].flatMap(([, name]) => name ?? []);
}

function fill(template: string, facts: CheckFacts, locale: TextLocale): string {
  const known = template.replace(optionalPart, (_, part: string) => (knowsAll(part, facts) ? part : ''));
  return known.replace(placeholder, (_, name: string) => shown(facts[name], locale));
}

function knowsAll(part: string, facts: CheckFacts): boolean {
  return placeholdersOf(part).every((name) => Object.hasOwn(facts, name) && shown(facts[name], 'en') !== '');
}

function shown(fact: CheckFacts[string] | undefined, locale: TextLocale): string {
  if (fact === undefined) return '';
  if (typeof fact === 'string') return isoInstant.test(fact) ? dateFormats[locale].format(new Date(fact)) : fact;
  return typeof fact === 'object' ? fact.join(', ') : String(fact);
}

/** Longer names are told apart by nobody; it keeps what is made of them short. */
const longest = 200;

/** Letters that Unicode does not take apart, as they are typed where a keyboard lacks them. */
const spellings: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};
const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** A text as it is searched and sorted by: without case, accents and width, `ß` as `ss`, `ø` as `o`. */
export function searchForm(text: string): string {
  const plain = text.normalize('NFKD').toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const spelt = plain.replaceAll(/[ßςæœøłđı]/g, (letter) => spellings[letter] ?? letter);
  return spelt.replaceAll(/\s+/g, ' ').trim().slice(0, longest).trim();
}

/**
 * A regular expression for texts in their `searchForm` that contain this one, whichever way either spells its umlauts:
 * `Müller`, `Mueller` and `Muller` find each other.
 */
export function searchPattern(text: string): string {
  const spelt = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöü]/g, (letter) => umlauts[letter] ?? letter);
  const literally = searchForm(spelt).replaceAll(/[^\p{L}\p{N} ]/gu, String.raw`\$&`);
  return literally.replaceAll(/(?<=[aou])e/g, 'e?');
}

/** Longer names are told apart by nobody; it keeps what is made of them short. */
const longest = 200;

/** A text as it is searched and sorted by: without case, accents and width, `ß` as `ss`. */
export function searchForm(text: string): string {
  const plain = text.normalize('NFKD').toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const spelt = plain.replaceAll('ß', 'ss').replaceAll('ς', 'σ');
  return spelt.replaceAll(/\s+/g, ' ').trim().slice(0, longest).trim();
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  nbsp: ' ',
  quot: '"',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  ccedil: 'ç',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  iacute: 'í',
  ntilde: 'ñ',
  oacute: 'ó',
  ocirc: 'ô',
  uacute: 'ú',
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  ndash: '-',
  mdash: '-',
  hellip: '...',
};

const breaking = new Set([
  'br',
  'p',
  'div',
  'tr',
  'li',
  'td',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'hr',
  'pre',
  'body',
  'head',
]);
const silent = new Set(['style', 'script', 'title']);

/**
 * The readable text of an HTML report in one pass: tags that end a line become line breaks, style and script vanish.
 * It is meant for reading, its result is never rendered.
 */
export function htmlToText(html: string): string {
  const out: string[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    out.push(html.slice(at, open));
    const close = html.indexOf('>', open);
    if (close < 0) return finish(out);
    const name = tagName(html, open + 1);
    at = close + 1;
    if (breaking.has(name)) out.push('\n');
    if (silent.has(name) && html[open + 1] !== '/') at = afterElement(lower, at, name);
  }
  out.push(html.slice(at));
  return finish(out);
}

function tagName(html: string, from: number): string {
  const start = html[from] === '/' ? from + 1 : from;
  return /^[a-zA-Z][a-zA-Z0-9]{0,10}/.exec(html.slice(start, start + 12))?.[0].toLowerCase() ?? '';
}

function afterElement(lower: string, from: number, name: string): number {
  const end = lower.indexOf(`</${name}`, from);
  return end < 0 ? lower.length : end;
}

function finish(out: readonly string[]): string {
  return out
    .join('')
    .replace(/&(#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/g, (whole, name: string) => entity(name) ?? whole)
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/\n[ \n]+/g, '\n')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(entities, name) ? entities[name] : undefined;
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

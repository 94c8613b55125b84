import type { InlineLogo } from '../../activities/ports/mail-composer';

/** Where HTML bodies want the logo to stand; without it, the logo stands above everything else. */
export const logoPlaceholder = '<!--organization-logo-->';

/** Content id of the logo's part. */
export const logoContentId = 'organization-logo';

const picture = `<img src="cid:${logoContentId}" alt="" style="max-width:240px;max-height:96px;border:0">`;
const block = `<div style="margin:0 0 24px">${picture}</div>`;
const bodyStart = /<body(?:\s[^>]*)?>/i;

/**
 * The HTML body with the logo in its place, or without any trace of it. A mail that carries a logo has an HTML body: a
 * plain text is turned into one.
 */
export function htmlWithLogo(html: string | null, text: string, logo: InlineLogo | null): string | null {
  if (logo === null) return html?.replaceAll(logoPlaceholder, '') ?? null;
  const body = html ?? `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`;
  if (body.includes(logoPlaceholder)) return body.replaceAll(logoPlaceholder, () => picture);
  const start = bodyStart.exec(body);
  const at = start ? start.index + start[0].length : 0;
  return `${body.slice(0, at)}${block}${body.slice(at)}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

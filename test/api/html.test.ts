import { html, marked, page } from '../../api/pages/html';

describe('markup', () => {
  it('escapes whatever is put into it', () => {
    expect(html`<p title="${'"\''}">${'<script>&'}</p>`.text).toBe('<p title="&quot;&#39;">&lt;script&gt;&amp;</p>');
  });

  it('takes markup as it is, alone or in a list', () => {
    const items = [html`<b>1</b>`, html`<b>${2}</b>`];
    expect(html`<p>${items}</p>`.text).toBe('<p><b>1</b><b>2</b></p>');
    expect(html`<p>${html`<i>x</i>`}</p>`.text).toBe('<p><i>x</i></p>');
  });

  it('shows what stands between backticks as code, and escapes it, too', () => {
    expect(html`${marked('use `<a>` & go')}`.text).toBe('use <code>&lt;a&gt;</code> &amp; go');
  });

  it('puts the title of a page where browsers and readers look', () => {
    const text = page('A & B', html`<p>x</p>`);
    expect(text).toContain('<title>A &amp; B</title>');
    expect(text).toContain('<h1>A &amp; B</h1>');
  });
});

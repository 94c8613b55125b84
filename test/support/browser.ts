const longestTrail = 15;

export interface BrowserRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | string;
}

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a browser does with cookies and redirects, and no more. Cookies belong to a host, whatever its port. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every Set-Cookie field that was seen, whole. */
  readonly cookieLines: string[] = [];

  /** One request; a redirect is an answer like any other. */
  async request(url: string | URL, { method = 'GET', headers = {}, body }: BrowserRequest = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      body: body ?? null,
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return { url: new URL(url), status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Follows redirects to the first page that `isThere`, or that is none. */
  async visit(url: string | URL, isThere: (next: URL) => boolean = () => false): Promise<Page> {
    let page = await this.request(url);
    for (let step = 0; step < longestTrail; step += 1) {
      const location = page.headers.get('location');
      if (location === null) return page;
      const next = new URL(location, page.url);
      if (isThere(next)) return { ...page, url: next };
      page = await this.request(next);
    }
    throw new Error(`More than ${longestTrail} redirects`);
  }

  #keep(line: string): void {
    this.cookieLines.push(line);
    const [pair = ''] = line.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    const isGone = /max-age=0|expires=thu, 01 jan 1970/i.test(line);
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }
}

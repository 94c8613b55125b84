/** What the browser keeps: the key of its session, and while it logs in the key that ties the answer to this browser. */
export type CookieName = 'session' | 'login';

/** Over HTTPS the prefix has browsers refuse the cookie from anybody but this very host (RFC 6265bis section 4.1.3.2). */
export class SessionCookies {
  readonly #isSecure: boolean;

  constructor(publicUrl: string) {
    this.#isSecure = publicUrl.startsWith('https:');
  }

  read(header: string | undefined, name: CookieName): string | undefined {
    const wanted = `${this.#fullName(name)}=`;
    const found = (header ?? '').split(';').map((pair) => pair.trim());
    return found.find((pair) => pair.startsWith(wanted))?.slice(wanted.length);
  }

  /** A Set-Cookie field: never readable for scripts, never sent along from other sites but by following a link. */
  keep(name: CookieName, value: string, maxAgeSeconds: number): string {
    return `${this.#fullName(name)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${this.#isSecure ? '; Secure' : ''}`;
  }

  drop(name: CookieName): string {
    return this.keep(name, '', 0);
  }

  #fullName(name: CookieName): string {
    return this.#isSecure ? `__Host-${name}` : name;
  }
}

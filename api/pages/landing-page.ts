import type { ApiSettings } from '../dependencies';
import { html, page } from './html';

export function landingPage({ version, issuer }: ApiSettings): string {
  return page(
    'Mail server approval',
    html`
      <p>
        Customers send their transactional mail through their own SMTP server, once it has been checked by machine and
        approved by a person. This is the API of that service.
      </p>
      <ul>
        <li><a href="/docs">Reference</a>: every request, who may send it, and what comes back</li>
        <li><a href="/docs/errors">Error codes</a>: what each means and what to do</li>
        <li><a href="/openapi.json">OpenAPI 3.1</a>: for client generators</li>
        <li><a href="/healthz">Health</a> and <a href="/readyz">readiness</a></li>
      </ul>
      <p class="note">Version ${version}. Access tokens come from <code>${issuer}</code>.</p>
    `,
  );
}

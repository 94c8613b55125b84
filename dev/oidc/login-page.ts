import { escapeHtml } from '../support/html';
import { demoUsers } from './demo-users';

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:34rem;padding:2rem}
button{background:none;border:1px solid #8886;border-radius:.5rem;color:inherit;cursor:pointer;display:block;font:inherit;margin:.5rem 0;padding:.7rem 1rem;text-align:left;width:100%}
button:hover,button:focus-visible{border-color:currentcolor}small{opacity:.7}`;

/** The login page: a click on a demo user logs in as that user. */
export function loginPage(action: string, nonce: string): string {
  const buttons = demoUsers.map(({ email, name, roles, purpose }) => {
    const label = `<strong>${escapeHtml(name)}</strong> ${escapeHtml(email)}`;
    const detail = `<small>${escapeHtml(roles.join(', '))}: ${escapeHtml(purpose)}</small>`;
    return `<button name="email" value="${escapeHtml(email)}">${label}<br>${detail}</button>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Demo login</title><style nonce="${nonce}">${STYLE}</style>
<body><h1>Who are you?</h1><p>A demo login without passwords. Choose a user.</p>
<form method="post" action="${escapeHtml(action)}">${buttons.join('')}</form></body></html>`;
}

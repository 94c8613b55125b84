import { escapeHtml } from '../support/html';
import type { MailContent, StoredMail } from './stored-mail';

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--dim:#777}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:68rem;padding:1.5rem}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}
th{font-weight:600;white-space:nowrap}td{overflow-wrap:anywhere}
.way{border:1px solid var(--line);border-radius:1rem;font-size:.85em;padding:.1rem .6rem;white-space:nowrap}
.dim{color:var(--dim)}
pre{background:var(--soft);overflow-x:auto;padding:1rem;white-space:pre-wrap}
iframe{background:#fff;border:1px solid var(--line);height:32rem;width:100%}`;

/** Reloads when a mail comes in: waits at the server instead of asking again and again. */
function watchScript(lastId: string): string {
  const query = JSON.stringify(`/api/wait?timeoutMs=25000&after=${encodeURIComponent(lastId)}`);
  return `(async()=>{for(;;){const r=await fetch(${query}).catch(()=>undefined);
if(r===undefined)await new Promise((f)=>setTimeout(f,3000));else if(r.status===200)return location.reload();}})();`;
}

/** The list of mails, the newest first. */
export function listPage(mails: readonly StoredMail[], nonce: string): string {
  const rows = mails.toReversed().map(row).join('');
  const table = `<table><tr><th>Received</th><th>Subject</th><th>From</th><th>To</th><th>Came through</th></tr>${rows}</table>`;
  const watch = `<script nonce="${nonce}">${watchScript(mails.at(-1)?.id ?? '')}</script>`;
  return page(
    'Inbox',
    `<h1>Inbox</h1>${mails.length === 0 ? '<p class="dim">No mail yet.</p>' : table}${watch}`,
    nonce,
  );
}

/** One mail: its way here, its headers and its content. */
export function mailPage(mail: StoredMail, content: MailContent, nonce: string): string {
  const path = `/mails/${encodeURIComponent(mail.id)}`;
  const html = `<h2>HTML</h2><iframe sandbox src="${path}/html" title="HTML part of the mail"></iframe>`;
  const body = [
    '<p><a href="/">← Inbox</a></p>',
    `<h1>${escapeHtml(mail.subject)}</h1>`,
    facts(mail),
    content.html === '' ? '' : html,
    content.text === '' ? '' : `<h2>Text</h2><pre>${escapeHtml(content.text)}</pre>`,
    attachments(content, path),
    headers(content),
    `<p><a href="/api${path}/raw">Source of the mail</a></p>`,
  ];
  return page(mail.subject, body.join(''), nonce);
}

function page(title: string, body: string, nonce: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style nonce="${nonce}">${STYLE}</style><body>${body}</body></html>`;
}

function row(mail: StoredMail): string {
  const link = `<a href="/mails/${encodeURIComponent(mail.id)}">${escapeHtml(mail.subject || '(no subject)')}</a>`;
  const cells = [time(mail), link, escapeHtml(mail.from), escapeHtml(mail.envelope.to.join(', ')), way(mail)];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function facts(mail: StoredMail): string {
  const { clientName, clientAddress, tls, envelope } = mail;
  const rows = [
    ['Received', time(mail)],
    [
      'Came through',
      `${way(mail)} ${escapeHtml(clientName)} [${escapeHtml(clientAddress)}], ${tls ? 'TLS' : 'no TLS'}`,
    ],
    ['Envelope sender', escapeHtml(envelope.from || '<>')],
    ['Envelope recipients', escapeHtml(envelope.to.join(', '))],
  ];
  return `<table>${rows.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`).join('')}</table>`;
}

function headers(content: MailContent): string {
  const rows = content.headers.map(
    ({ name, value }) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<h2>Headers</h2><table>${rows.join('')}</table>`;
}

function attachments(content: MailContent, path: string): string {
  if (content.attachments.length === 0) return '';
  const items = content.attachments.map(({ fileName, contentType, inline, content: bytes }, index) => {
    const kind = `${escapeHtml(contentType)}, ${bytes.length} bytes${inline ? ', shown inside the mail' : ''}`;
    return `<li><a href="${path}/attachments/${index}">${escapeHtml(fileName)}</a> <span class="dim">${kind}</span></li>`;
  });
  return `<h2>Attachments</h2><ul>${items.join('')}</ul>`;
}

function time(mail: StoredMail): string {
  return `<time>${escapeHtml(mail.receivedAt.replace('T', ' ').slice(0, 19))}</time>`;
}

function way(mail: StoredMail): string {
  return `<span class="way">${mail.listener === 'platform' ? 'the platform' : "a customer's server"}</span>`;
}

import { randomBytes } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { mailFilterSchema } from './mail-filter';
import type { MailStore } from './mail-store';
import { listPage, mailPage } from './pages';
import { type StoredMail, mailContent } from './stored-mail';

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
const LONGEST_WAIT_MS = 60_000;
/** A mail's own HTML: no script, no request to anywhere, nothing but its text, styles and inline pictures. */
const MAIL_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";

const waitSchema = mailFilterSchema.extend({
  timeoutMs: z.coerce.number().int().min(0).max(LONGEST_WAIT_MS).default(30_000),
});

/** The inbox's pages and its JSON interface. */
export function inboxApp(store: MailStore): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyLocal, securityHeaders);
  addPages(app, store);
  addApi(app, store);
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing here.' });
  });
  app.use(badRequest);
  return app;
}

function addPages(app: Express, store: MailStore): void {
  app.get('/', (_request, response) => {
    response.type('html').send(listPage(store.list(), nonceOf(response)));
  });
  app.get('/mails/:id', async (request, response, next) => {
    const mail = store.find(request.params.id);
    if (mail === undefined) return next();
    const content = await mailContent(await store.raw(mail));
    response.type('html').send(mailPage(mail, content, nonceOf(response)));
  });
  app.get('/mails/:id/html', async (request, response, next) => {
    const mail = store.find(request.params.id);
    if (mail === undefined) return next();
    const { html } = await mailContent(await store.raw(mail));
    response.set('content-security-policy', MAIL_POLICY).type('html').send(html);
  });
  app.get('/mails/:id/attachments/:index', async (request, response, next) => {
    const mail = store.find(request.params.id);
    const content = mail === undefined ? undefined : await mailContent(await store.raw(mail));
    const attachment = content?.attachments[Number(request.params.index)];
    if (attachment === undefined) return next();
    response.attachment(attachment.fileName).type('application/octet-stream').send(attachment.content);
  });
}

function addApi(app: Express, store: MailStore): void {
  app.get('/api/mails', (request, response) => {
    response.json({ mails: store.list(mailFilterSchema.parse(request.query)) });
  });
  app.delete('/api/mails', async (_request, response) => {
    await store.clear();
    response.status(204).end();
  });
  app.get('/api/wait', async (request, response) => {
    const { timeoutMs, ...filter } = waitSchema.parse(request.query);
    // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect that one as garbage, and it never fires.
    const enough = new AbortController();
    const timer = setTimeout(() => enough.abort(), timeoutMs);
    response.once('close', () => enough.abort());
    const mail = await store.wait(filter, enough.signal);
    clearTimeout(timer);
    if (mail === undefined) response.status(204).end();
    else response.json(mail);
  });
  app.get('/api/mails/:id', async (request, response, next) => {
    const mail = store.find(request.params.id);
    if (mail === undefined) return next();
    response.json(await withContent(store, mail));
  });
  app.get('/api/mails/:id/raw', async (request, response, next) => {
    const mail = store.find(request.params.id);
    if (mail === undefined) return next();
    response.type('text/plain; charset=utf-8').send(await store.raw(mail));
  });
}

async function withContent(store: MailStore, mail: StoredMail) {
  const { attachments, ...content } = await mailContent(await store.raw(mail));
  const described = attachments.map(({ content: bytes, ...rest }) => ({ ...rest, size: bytes.length }));
  return { ...mail, ...content, attachments: described };
}

/** A page from elsewhere must not read the inbox by pointing its own host name at this machine. */
function onlyLocal(request: Request, response: Response, next: NextFunction): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (LOCAL_HOSTS.includes(host)) next();
  else response.status(421).json({ error: 'The inbox answers on localhost only.' });
}

function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  const nonce = randomBytes(16).toString('base64');
  response.locals['nonce'] = nonce;
  response.set({
    'content-security-policy': `default-src 'none'; connect-src 'self'; frame-src 'self'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
}

function nonceOf(response: Response): string {
  return String(response.locals['nonce']);
}

/** Express knows an error handler by its four parameters. */
function badRequest(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  if (error instanceof z.ZodError) {
    response.status(400).json({ error: z.prettifyError(error) });
    return;
  }
  console.error(error);
  response.status(500).json({ error: 'The inbox failed; its log tells why.' });
}

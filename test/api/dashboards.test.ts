import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { builtDashboards } from '../../api/dashboards/built-dashboards';
import { serveDashboards } from '../../api/dashboards/serve-dashboards';
import { securityHeaders } from '../../api/middleware/security-headers';
import { compressFiles } from '../../dev/web/compress-files';

const script = `export const text = ${JSON.stringify('hello '.repeat(500))};`;
let folder: string;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dashboards-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<script type="module" nonce="__CSP_NONCE__" src="/assets/a-1.js"></script>',
  );
  await writeFile(join(folder, 'assets', 'a-1.js'), script);
  for (const status of [404, 500]) await writeFile(join(folder, 'assets', `lost-${status}.js`), script);
  await compressFiles(join(folder, 'assets'));
  const dashboards = builtDashboards(folder);
  if (!dashboards) throw new Error('They are there');
  const app = express();
  app.use(securityHeaders());
  app.use(serveDashboards(dashboards));
  app.use((_request, response) => {
    response.status(404).json({ code: 'NOT_FOUND' });
  });
  server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await rm(folder, { recursive: true });
});

async function ask(path: string, accept = 'text/html,application/xhtml+xml,*/*;q=0.8', headers = {}) {
  const response = await fetch(`${base}${path}`, { headers: { accept, ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('the served dashboards', () => {
  it.each(['/', '/mail-server/org-4711', '/mail-server/org.with.dots/mails?state=held'])(
    'are the same page at %s, asked for anew each time',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.text).toContain('/assets/a-1.js');
    },
  );

  it('carry a nonce in the page that the policy of the very same answer names, another one each time', async () => {
    const nonces = await Promise.all(
      [ask('/'), ask('/')].map(async (asked) => {
        const { text, headers } = await asked;
        const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? '';
        expect(headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('allow no script but our own files, and nothing inline', async () => {
    const policy = (await ask('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('let browsers keep files for a year, compressed as the browser likes it', async () => {
    const brotli = await ask('/assets/a-1.js', '*/*', { 'accept-encoding': 'gzip, br' });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(brotli.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(brotli.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(brotli.text).toBe(script);
    const gzip = await ask('/assets/a-1.js', '*/*', { 'accept-encoding': 'gzip' });
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(gzip.text).toBe(script);
    const plain = await ask('/assets/a-1.js', '*/*', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('vary')).toBe('Accept-Encoding');
  });

  it.each(['/assets/gone-2.js', '/v1/nothing', '/auth/nothing', '/docs/nothing'])(
    'are no page at %s, so that a mistake is told as one and never cached',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('are no page for programs, which ask for JSON or anything', async () => {
    expect((await ask('/organizations', 'application/json')).status).toBe(404);
    expect((await ask('/organizations', '*/*')).status).toBe(404);
  });

  it.each(['/assets/..%2Findex.html', '/assets/%2e%2e/index.html', '/assets/..%2f..%2f..%2fetc%2fpasswd'])(
    'give nothing from outside their folder: %s',
    async (path) => {
      expect((await ask(path, '*/*')).status).toBe(404);
    },
  );

  it.each([
    ['has gone', 404, async () => undefined],
    ['cannot be opened', 500, async (file: string) => await symlink(file, file)],
  ])('answer with a problem, and go on, when a file %s under the running service', async (_name, status, put) => {
    const file = join(folder, 'assets', `lost-${status}.js`);
    await rm(file);
    await put(file);
    const answer = await ask(`/assets/lost-${status}.js`, '*/*', { 'accept-encoding': 'identity' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('last-modified')).toBeNull();
    expect((await ask('/assets/a-1.js')).text).toBe(script);
  });

  it('are null where they were not built', () => {
    expect(builtDashboards(join(folder, 'nowhere'))).toBeNull();
  });
});

import { randomBytes } from 'node:crypto';
import express, { type Express } from 'express';
import type { Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import { z } from 'zod';
import { type HttpListener, listenHttp } from '../support/http-listener';
import { demoUsers } from './demo-users';
import { loginPage } from './login-page';
import { type ProviderOptions, providerSettings } from './provider-settings';
import { providerKeys } from './signing-keys';

export interface OidcOptions extends Omit<ProviderOptions, 'keys'> {
  /** Where the signing keys are kept. */
  readonly directory: string;
  readonly port: number;
}

const loginSchema = z.object({ email: z.enum(demoUsers.map(({ email }) => email)) });

/** The demo identity provider: real OpenID Connect, with a login page where a click is enough. */
export async function startOidc({ directory, port, ...options }: OidcOptions): Promise<HttpListener> {
  // The package consists of ES modules.
  const { Provider } = await import('oidc-provider');
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    ...providerSettings({ ...options, keys: await providerKeys(directory) }),
  });
  provider.on('server_error', (_context, error) => console.error(error));
  provider.on('backchannel.error', (_context, error) => console.error(error));
  return await listenHttp(providerApp(provider), port);
}

function providerApp(provider: Provider): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/login/:uid', async (request, response) => {
    await provider.interactionDetails(request, response);
    const nonce = randomBytes(16).toString('base64');
    response.set({
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
    });
    response.type('html').send(loginPage(request.path, nonce));
  });
  app.post('/login/:uid', express.urlencoded({ extended: false, limit: '1kb' }), async (request, response) => {
    const choice = loginSchema.safeParse(request.body);
    if (!choice.success) {
      response.status(400).type('text').send('Choose one of the demo users.');
      return;
    }
    const user = demoUsers.find(({ email }) => email === choice.data.email);
    // The click is the consent as well: the clients are our own.
    await provider.interactionFinished(request, response, { login: { accountId: user?.id ?? '' }, consent: {} });
  });
  app.use(provider.callback());
  return app;
}

import { type Stack, startStack } from './stack';
import { demoUsers } from './oidc/demo-users';

/** `npm start`: the whole stack, until Ctrl-C. */
async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(1);
      console.log('\nStopping; once more to stop at once.');
      interrupted.abort();
    });
  }
  const since = Date.now();
  const stack = await startStack({ report: (line) => console.log(`· ${line}`), signal: interrupted.signal });
  console.log(welcome(stack, (Date.now() - since) / 1000));
  const keepAlive = setInterval(() => undefined, 60_000);
  if (!interrupted.signal.aborted) {
    await new Promise((resolve) => {
      interrupted.signal.addEventListener('abort', resolve, { once: true });
    });
  }
  clearInterval(keepAlive);
  await stack.stop();
}

function welcome({ addresses, credentials, dataDirectory }: Stack, seconds: number): string {
  const { customerServer } = addresses;
  const users = demoUsers.map(({ email, roles, purpose }) => `    ${email.padEnd(29)}${roles.join(', ')}: ${purpose}`);
  return `
Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything; the data stays in ${dataDirectory}.

  Dashboards       ${addresses.api}
  API reference    ${addresses.apiDocs}
  Temporal UI      ${addresses.temporalUi ?? 'that of the server you gave'}
  Inbox            ${addresses.inbox}
  Identity         ${addresses.oidcIssuer}

  Demo customer's mail server, to be entered as an organization's own
    host           ${customerServer.host}
    port           ${customerServer.startTlsPort} (STARTTLS) or ${customerServer.tlsPort} (TLS)
    user           ${credentials.customer.name}
    password       ${credentials.customer.password}
    senders        anything@customer.example; no-such-user@… does not exist for it

  Demo users (no passwords)
${users.join('\n')}

  A token for curl
    npm run -s token -- --user admin@customer.example
    npm run -s token -- --client ${credentials.backend.clientId}
`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (!(error instanceof Error && error.name === 'AbortError')) {
      console.error(`\n${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    }
    process.exit(0);
  },
);

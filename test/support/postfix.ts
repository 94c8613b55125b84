import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertifiedKey } from '../../dev/certificates';
import type { SmtpUser } from '../../dev/mail/smtp-handlers';
import { type PostfixPrograms, resolvePostfix } from '../../dev/resolvers/postfix';
import { ComponentProcess } from '../../dev/stack/component-process';
import { run } from '../../dev/support/command';
import { freePort } from '../../dev/support/ports';

export interface PostfixOptions {
  readonly certificate: CertifiedKey;
  /** Who may submit. A name with `@` logs in with exactly that name. */
  readonly users: readonly SmtpUser[];
  /** Where all accepted mail goes (`inbox.ports.mx`). Without it the mail is thrown away. */
  readonly relayPort?: number;
  /** Addresses that are refused with `550 5.1.1`. */
  readonly refusedRecipients?: readonly string[];
  /** Default: `mail.customer.example`. */
  readonly hostName?: string;
  /** More lines for `main.cf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running Postfix of one's own. */
export interface Postfix {
  readonly hostName: string;
  /** Submission: STARTTLS, then AUTH. */
  readonly startTlsPort: number;
  /** Submission with TLS from the first byte. */
  readonly tlsPort: number;
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a real Postfix from a configuration directory of its own, on ports of the loopback address. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const programs = await resolvePostfix((line) => {
    if (/^(installing|waiting)/.test(line)) process.stderr.write(`${line}\n`);
  });
  const directory = await mkdtemp(join(tmpdir(), 'postfix-'));
  // Postfix's own user has to get through to the queue.
  await chmod(directory, 0o755);
  const ports = { startTls: await freePort(), tls: await freePort() };
  const hostName = options.hostName ?? 'mail.customer.example';
  await writeConfiguration(directory, hostName, ports, options);
  for (const user of options.users) await addUser(programs, directory, hostName, user);
  if (options.users.length > 0) await run('chown', ['postfix', userDatabase(directory)]);
  const host = new ComponentProcess({
    name: 'postfix',
    module: '../test/support/postfix-host',
    options: { program: programs.postfix, configuration: join(directory, 'etc'), port: ports.startTls },
    logFile: join(directory, 'host.log'),
    dataDirectory: directory,
  });
  const stop = async (): Promise<void> => {
    await host.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const log = async (): Promise<string> => await readFile(join(directory, 'postfix.log'), 'utf8').catch(() => '');
  await host.ready().catch(async (error: unknown) => {
    const words = await log();
    await stop();
    throw new Error(`Postfix did not start: ${String(error)}\n${words}`, { cause: error });
  });
  return { hostName, startTlsPort: ports.startTls, tlsPort: ports.tls, log, stop };
}

interface Ports {
  readonly startTls: number;
  readonly tls: number;
}

async function writeConfiguration(
  directory: string,
  hostName: string,
  ports: Ports,
  options: PostfixOptions,
): Promise<void> {
  const { certificate, refusedRecipients = [] } = options;
  for (const folder of ['etc', 'etc/sasl', 'spool', 'data']) await mkdir(join(directory, folder));
  await run('chown', ['postfix', join(directory, 'data')]);
  await writeFile(join(directory, 'etc', 'certificate.pem'), certificate.certificate);
  await writeFile(join(directory, 'etc', 'key.pem'), certificate.key, { mode: 0o600 });
  const refusals = refusedRecipients.map((address) => `${address} 550 5.1.1 <${address}>: User unknown\n`);
  await writeFile(join(directory, 'etc', 'recipients'), refusals.join(''));
  const sasl = ['pwcheck_method: auxprop', 'auxprop_plugin: sasldb', 'mech_list: PLAIN LOGIN'];
  await writeFile(
    join(directory, 'etc', 'sasl', 'smtpd.conf'),
    [...sasl, `sasldb_path: ${userDatabase(directory)}\n`].join('\n'),
  );
  const main = { ...mainSettings(directory, hostName, options.relayPort), ...options.settings };
  const lines = Object.entries(main).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(join(directory, 'etc', 'main.cf'), lines.join(''));
  await writeFile(join(directory, 'etc', 'master.cf'), masterLines(ports));
}

function mainSettings(directory: string, hostName: string, relayPort: number | undefined): Record<string, string> {
  const within = (...names: string[]): string => join(directory, ...names);
  return {
    compatibility_level: '3.6',
    queue_directory: within('spool'),
    data_directory: within('data'),
    maillog_file: within('postfix.log'),
    maillog_file_prefixes: directory,
    myhostname: hostName,
    mydestination: '',
    local_recipient_maps: '',
    alias_maps: '',
    mynetworks: '',
    inet_interfaces: 'loopback-only',
    inet_protocols: 'ipv4',
    disable_dns_lookups: 'yes',
    ...(relayPort === undefined ? { default_transport: 'discard:' } : { relayhost: `[127.0.0.1]:${relayPort}` }),
    smtp_tls_security_level: 'may',
    smtpd_tls_cert_file: within('etc', 'certificate.pem'),
    smtpd_tls_key_file: within('etc', 'key.pem'),
    smtpd_tls_auth_only: 'yes',
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sasl_type: 'cyrus',
    smtpd_sasl_path: 'smtpd',
    smtpd_sasl_local_domain: hostName,
    // Debian's build looks beside main.cf, in sasl/, whatever this says; others look here.
    cyrus_sasl_config_path: within('etc', 'sasl'),
    smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
    smtpd_recipient_restrictions: `check_recipient_access texthash:${within('etc', 'recipients')}, permit_sasl_authenticated, reject`,
  };
}

/** Postfix's inner services: name, private, wake-up time, most processes, program. */
const INNER_SERVICES = [
  'pickup    n 60    1 pickup',
  'cleanup   n -     0 cleanup',
  'qmgr      n 300   1 qmgr',
  'tlsmgr    - 1000? 1 tlsmgr',
  'rewrite   - -     - trivial-rewrite',
  'bounce    - -     0 bounce',
  'defer     - -     0 bounce',
  'trace     - -     0 bounce',
  'verify    - -     1 verify',
  'flush     n 1000? 0 flush',
  'proxymap  - -     - proxymap',
  'smtp      - -     - smtp',
  'relay     - -     - smtp',
  'showq     n -     - showq',
  'error     - -     - error',
  'retry     - -     - error',
  'discard   - -     - discard',
  'anvil     - -     1 anvil',
  'scache    - -     1 scache',
];

/** No service runs in a chroot, because the queue directory has no copy of the system in it. */
function masterLines({ startTls, tls }: Ports): string {
  const inner = INNER_SERVICES.map((line) => {
    const [name, isPrivate, wakeUp, most, program] = line.split(/ +/);
    return `${name} unix ${isPrivate} - n ${wakeUp} ${most} ${program}`;
  });
  const submission = [
    `127.0.0.1:${startTls} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt`,
    `127.0.0.1:${tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes`,
  ];
  return [...submission, 'postlog unix-dgram n - n - 1 postlogd', ...inner, ''].join('\n');
}

function userDatabase(directory: string): string {
  return join(directory, 'sasldb2');
}

async function addUser(
  { saslpasswd }: PostfixPrograms,
  directory: string,
  hostName: string,
  user: SmtpUser,
): Promise<void> {
  const [name = '', realm = hostName] = user.name.split('@');
  const database = userDatabase(directory);
  const child = spawn(saslpasswd, ['-p', '-c', '-f', database, '-u', realm, name], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(user.password);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`saslpasswd2 ended with code ${code}`);
}

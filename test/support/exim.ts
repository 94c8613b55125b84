import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertifiedKey } from '../../dev/certificates';
import type { SmtpUser } from '../../dev/mail/smtp-handlers';
import { resolveExim } from '../../dev/resolvers/exim';
import { ComponentProcess } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';

export type EximMechanism = 'PLAIN' | 'LOGIN' | 'CRAM-MD5';

export interface EximOptions {
  readonly certificate: CertifiedKey;
  readonly user: SmtpUser;
  readonly hostName: string;
  /** Default: PLAIN and LOGIN. */
  readonly mechanisms?: readonly EximMechanism[];
  /** More lines for the main part; later ones win. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Rules that come before ours, by command. */
  readonly rules?: Partial<Readonly<Record<'mail' | 'rcpt' | 'data', readonly string[]>>>;
}

/** A running Exim of one's own. */
export interface Exim {
  /** Submission: STARTTLS, then AUTH. */
  readonly startTlsPort: number;
  /** Submission with TLS from the first byte. */
  readonly tlsPort: number;
  stop(): Promise<void>;
}

const EXIM_USER_ID = 65_534;

/** Starts a real Exim from a configuration of its own, on ports of the loopback address. It queues what it accepts. */
export async function startExim(options: EximOptions): Promise<Exim> {
  const { exim, environment } = await resolveExim((line) => {
    if (/^(fetching|waiting)/.test(line)) process.stderr.write(`${line}\n`);
  });
  const directory = await mkdtemp(join(tmpdir(), 'exim-'));
  await chmod(directory, 0o755);
  const ports = { startTls: await freePort(), tls: await freePort() };
  const configuration = await writeConfiguration(directory, ports, options);
  const host = new ComponentProcess({
    name: 'exim',
    module: '../test/support/exim-host',
    options: { program: exim, configuration, environment, port: ports.startTls },
    logFile: join(directory, 'host.log'),
    dataDirectory: directory,
  });
  const stop = async (): Promise<void> => {
    await host.stop();
    await rm(directory, { recursive: true, force: true });
  };
  await host.ready().catch(async (error: unknown) => {
    const words = await readFile(join(directory, 'log', 'main'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`Exim did not start: ${String(error)}\n${words}`, { cause: error });
  });
  return { startTlsPort: ports.startTls, tlsPort: ports.tls, stop };
}

interface Ports {
  readonly startTls: number;
  readonly tls: number;
}

async function writeConfiguration(directory: string, ports: Ports, options: EximOptions): Promise<string> {
  const within = (name: string): string => join(directory, name);
  for (const folder of ['spool', 'log']) {
    await mkdir(within(folder));
    await chown(within(folder), EXIM_USER_ID, EXIM_USER_ID);
  }
  await writeFile(within('certificate.pem'), options.certificate.certificate);
  await writeFile(within('key.pem'), options.certificate.key, { mode: 0o600 });
  await chown(within('key.pem'), EXIM_USER_ID, EXIM_USER_ID);
  await writeFile(within('users'), `${options.user.name}: ${options.user.password}\n`);
  const main = { ...mainSettings(directory, ports, options.hostName), ...options.settings };
  const lines = Object.entries(main).map(([name, value]) => `${name} = ${value}`);
  const parts = [...lines, ...acls(options), ...routers, ...authenticators(within('users'), options), ''];
  const file = within('exim.conf');
  await writeFile(file, parts.join('\n'), { mode: 0o644 });
  return file;
}

function mainSettings(directory: string, ports: Ports, hostName: string): Record<string, string> {
  return {
    primary_hostname: hostName,
    spool_directory: join(directory, 'spool'),
    log_file_path: join(directory, 'log', '%s'),
    pid_file_path: join(directory, 'exim.pid'),
    keep_environment: '',
    queue_only: 'true',
    daemon_smtp_ports: `${ports.startTls} : ${ports.tls}`,
    tls_on_connect_ports: String(ports.tls),
    local_interfaces: '127.0.0.1',
    tls_advertise_hosts: '*',
    tls_certificate: join(directory, 'certificate.pem'),
    tls_privatekey: join(directory, 'key.pem'),
    auth_advertise_hosts: '${if eq{$tls_in_cipher}{}{}{*}}',
    acl_smtp_mail: 'on_mail',
    acl_smtp_rcpt: 'on_rcpt',
    acl_smtp_data: 'on_data',
  };
}

function acls({ rules = {} }: EximOptions): string[] {
  const { mail = [], rcpt = [], data = [] } = rules;
  const last = ['  accept authenticated = *', '  deny message = relay not permitted'];
  return ['begin acl', 'on_mail:', ...mail, '  accept', 'on_rcpt:', ...rcpt, ...last, 'on_data:', ...data, '  accept'];
}

const routers = ['begin routers', 'drop:', '  driver = redirect', '  data = :blackhole:'];

function authenticators(users: string, { mechanisms = ['PLAIN', 'LOGIN'] }: EximOptions): string[] {
  const password = (name: string): string => `\${lookup{${name}}lsearch{${users}}{$value}fail}`;
  const known: Readonly<Record<EximMechanism, readonly string[]>> = {
    PLAIN: ['plain:', '  driver = plaintext', `  server_condition = \${if eq{$auth3}{${password('$auth2')}}}`],
    LOGIN: [
      'login:',
      '  driver = plaintext',
      '  server_prompts = Username:: : Password::',
      `  server_condition = \${if eq{$auth2}{${password('$auth1')}}}`,
    ],
    'CRAM-MD5': ['cram:', '  driver = cram_md5', `  server_secret = ${password('$auth1')}`],
  };
  const blocks = mechanisms.flatMap((name) => [...known[name], `  public_name = ${name}`, '  server_set_id = $auth1']);
  return ['begin authenticators', ...blocks];
}

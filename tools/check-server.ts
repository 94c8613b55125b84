import type { OverallVerdict } from '../domain/check-report';
import { stageNames } from '../domain/texts/stage-names';
import { readOptions, type CheckServerOptions } from './check-server-options';
import { jsonReport, readableReport } from './check-server-report';
import { runCheck } from './check-server-run';
import { UsageError } from './command-line';

const usage = `Usage: npm run -s check-server -- --host HOST --port PORT --security starttls|tls --user USER
         --password-file FILE --from ADDRESS --to ADDRESS [options]

Checks a mail server as the service does: looks it up, connects, logs in, and sends one test mail to --to.

  --password-file FILE     the secret (password, client secret or private key) is the file's content without the
                           last line break
  --auth METHOD            password (the default), microsoft-oauth2 with --tenant and --client-id,
                           google-service-account with --service-account, or oauth2 with --token-endpoint,
                           --client-id and --scope
  --from ADDRESS           the sender, in the From header and in the envelope
  --ca FILE                PEM file of a certificate authority to trust besides the public ones
  --pin SHA256             accept exactly the certificate with this fingerprint
  --allow-network CIDR     allow addresses of this network although they are not public; may be repeated
  --allow-port PORT        allow this port besides 465, 587, 25 and 2525; may be repeated
  --ehlo-name NAME         the name to introduce ourselves with (this machine's full name by default)
  --return-listen [IP:]PORT  wait here for the test mail to come back, and audit what the server made of it
  --return-domain DOMAIN   with it: the domain of the check address, which the test mail goes to as well; mail for it
                           must reach that port (an MX record, or a route of the server under test)
  --return-wait SECONDS    how long to wait (60 by default)
  --no-return              do not wait for the test mail to come back, whatever the options above say
  --locale de|en           the language of the report (en by default)
  --json                   print one object: {verdict, failingStage, results, capabilities, tls}
  --help                   print this text

Ends with 0 passed (also with warnings), 1 failed, 2 undecided, 3 called in a way that cannot work.`;

const exitCodes: Readonly<Record<OverallVerdict, number>> = { pass: 0, warn: 0, fail: 1, inconclusive: 2 };
const undecided = 2;
const wrongUsage = 3;

/** Where the command writes, and what stops it. */
export interface CheckServerWorld {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly signal: AbortSignal;
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly dnsServers?: readonly string[];
  /** Milliseconds for the check, without the way back of the test mail; as in the service when left out. */
  readonly deadlineMs?: number;
}

/** Runs the command and returns its exit code: 0 pass or warn, 1 fail, 2 inconclusive, 3 usage. */
export async function checkServer(args: readonly string[], world: CheckServerWorld): Promise<number> {
  if (args.includes('--help')) {
    world.out(usage);
    return 0;
  }
  try {
    return await check(readOptions(args), world);
  } catch (error) {
    if (error instanceof UsageError) {
      world.err(`${error.message}\n\n${usage}`);
      return wrongUsage;
    }
    world.err(`The check could not be carried out: ${error instanceof Error ? error.message : String(error)}`);
    return undecided;
  }
}

async function check(options: CheckServerOptions, world: CheckServerWorld): Promise<number> {
  const { out, signal, dnsServers, deadlineMs } = world;
  const onStage = options.json ? () => undefined : progress(options, world);
  const found = await runCheck(options, {
    onStage,
    signal,
    ...(dnsServers && { dnsServers }),
    ...(deadlineMs && { deadlineMs }),
  });
  out(options.json ? jsonReport(found) : readableReport(found, options));
  return exitCodes[found.verdict];
}

/** Names each stage once, when it begins: the test mail has a session of its own that passes the first ones again. */
function progress(
  { locale }: CheckServerOptions,
  { err }: CheckServerWorld,
): (stage: keyof typeof stageNames.en) => void {
  const seen = new Set<string>();
  return (stage) => {
    if (seen.has(stage)) return;
    seen.add(stage);
    err(`${stageNames[locale][stage]} …`);
  };
}

async function main(): Promise<void> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.exitCode = await checkServer(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    signal: interruption.signal,
  });
}

if (require.main === module) void main();

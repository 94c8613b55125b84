import { freePort, isFree } from '../support/ports';
import type { Report } from '../support/report';

/** The port of everything in the stack that listens. */
export interface StackPorts {
  readonly api: number;
  readonly oidc: number;
  readonly workerMetrics: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly inboxWeb: number;
  readonly inboxMx: number;
  readonly platformSmtp: number;
  readonly customerStartTls: number;
  readonly customerTls: number;
}

/** `default`: the ports that the environment or we wish for, others where taken. `random`: any free ports. */
export type PortChoice = 'default' | 'random';

/** Chooses a free port for everything that listens, and says where it is not the one wished for. */
export async function chooseStackPorts(
  choice: PortChoice,
  report: Report,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<StackPorts> {
  const taken = new Set<number>();
  const port = async (variable: string, fallback: number): Promise<number> => {
    const wished = choice === 'random' ? undefined : wishedPort(variable, environment[variable] ?? String(fallback));
    const chosen = wished !== undefined && !taken.has(wished) && (await isFree(wished)) ? wished : await unused(taken);
    if (wished !== undefined && wished !== chosen) {
      report(`port ${wished} is taken, using ${chosen} instead (${variable} sets it)`);
    }
    taken.add(chosen);
    return chosen;
  };
  return {
    api: await port('API_PORT', 3000),
    oidc: await port('OIDC_PORT', 3001),
    workerMetrics: await port('WORKER_METRICS_PORT', 9464),
    temporal: await port('TEMPORAL_PORT', 7233),
    temporalUi: await port('TEMPORAL_UI_PORT', 8233),
    inboxWeb: await port('INBOX_PORT', 8025),
    inboxMx: await port('INBOX_MX_PORT', 2526),
    platformSmtp: await port('PLATFORM_SMTP_PORT', 2587),
    customerStartTls: await port('CUSTOMER_SMTP_STARTTLS_PORT', 3587),
    customerTls: await port('CUSTOMER_SMTP_TLS_PORT', 3465),
  };
}

function wishedPort(variable: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable}: "${text}" is not a port number.`);
}

async function unused(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (!taken.has(port)) return port;
  }
}

import { freePort, isFree } from '../support/ports';
import type { Report } from '../support/report';

/** The port of everything in the stack that listens. */
export interface StackPorts {
  readonly api: number;
  readonly oidc: number;
  readonly apiMetrics: number;
  readonly workerMetrics: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly inboxWeb: number;
  readonly inboxMx: number;
  readonly platformSmtp: number;
  readonly inboundSmtp: number;
  readonly customerStartTls: number;
  readonly customerTls: number;
}

/**
 * `default`: the ports that the environment or we wish for, others where taken. `random`: any free ports. Some ports:
 * exactly these, any free ones for the rest; one that is taken is refused.
 */
export type PortChoice = 'default' | 'random' | Partial<StackPorts>;

interface Wish {
  readonly variable: string;
  readonly fallback: number;
}

const wishes: Readonly<Record<keyof StackPorts, Wish>> = {
  api: { variable: 'API_PORT', fallback: 3000 },
  oidc: { variable: 'OIDC_PORT', fallback: 3001 },
  apiMetrics: { variable: 'API_METRICS_PORT', fallback: 9467 },
  workerMetrics: { variable: 'WORKER_METRICS_PORT', fallback: 9464 },
  temporal: { variable: 'TEMPORAL_PORT', fallback: 7233 },
  temporalUi: { variable: 'TEMPORAL_UI_PORT', fallback: 8233 },
  inboxWeb: { variable: 'INBOX_PORT', fallback: 8025 },
  inboxMx: { variable: 'INBOX_MX_PORT', fallback: 2526 },
  platformSmtp: { variable: 'PLATFORM_SMTP_PORT', fallback: 2587 },
  inboundSmtp: { variable: 'INBOUND_SMTP_PORT', fallback: 2527 },
  customerStartTls: { variable: 'CUSTOMER_SMTP_STARTTLS_PORT', fallback: 3587 },
  customerTls: { variable: 'CUSTOMER_SMTP_TLS_PORT', fallback: 3465 },
};

/** Chooses a free port for everything that listens, and says where it is not the one wished for. */
export async function chooseStackPorts(
  choice: PortChoice,
  report: Report,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<StackPorts> {
  const fixed = typeof choice === 'string' ? {} : choice;
  const taken = new Set<number>(Object.values(fixed));
  const port = async (name: keyof StackPorts): Promise<number> => {
    const exact = fixed[name];
    if (exact !== undefined) return await freeOrRefused(exact);
    const { variable, fallback } = wishes[name];
    const wished = choice === 'default' ? wishedPort(variable, environment[variable] ?? String(fallback)) : undefined;
    const chosen = wished !== undefined && !taken.has(wished) && (await isFree(wished)) ? wished : await unused(taken);
    if (wished !== undefined && wished !== chosen) {
      report(`port ${wished} is taken, using ${chosen} instead (${variable} sets it)`);
    }
    taken.add(chosen);
    return chosen;
  };
  return {
    api: await port('api'),
    oidc: await port('oidc'),
    apiMetrics: await port('apiMetrics'),
    workerMetrics: await port('workerMetrics'),
    temporal: await port('temporal'),
    temporalUi: await port('temporalUi'),
    inboxWeb: await port('inboxWeb'),
    inboxMx: await port('inboxMx'),
    platformSmtp: await port('platformSmtp'),
    inboundSmtp: await port('inboundSmtp'),
    customerStartTls: await port('customerStartTls'),
    customerTls: await port('customerTls'),
  };
}

async function freeOrRefused(port: number): Promise<number> {
  if (await isFree(port)) return port;
  throw new Error(`Port ${port} is taken: stop what listens there, or choose another port.`);
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

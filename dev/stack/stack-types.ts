import type { SmtpUser } from '../mail/smtp-handlers';
import type { Report } from '../support/report';
import type { PortChoice } from './stack-ports';

/** Everything that the stack can start, in the order of the list where order matters. */
export const componentNames = ['temporal', 'mongodb', 'oidc', 'inbox', 'customer-server', 'worker', 'api'] as const;

export type ComponentName = (typeof componentNames)[number];

export interface StackOptions {
  /** Where the stack keeps its data. Default: `DATA_DIR`, else `.data`. */
  readonly dataDirectory?: string;
  /** Hears a line about each step. Default: silence. */
  readonly report?: Report;
  /** Default: `default`. */
  readonly ports?: PortChoice;
  /** What to start. Default: everything. */
  readonly components?: readonly ComponentName[];
  /** Variables for the worker and the API, besides and over those that the stack gives them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Organizations that the demo's admins administer besides the demo's own. */
  readonly organizations?: readonly string[];
  /** PEM text of an authority whose mail servers the worker trusts besides the demo servers. */
  readonly trustedAuthority?: string;
  /** Aborting it ends the start. */
  readonly signal?: AbortSignal;
}

/** Where everything is. */
export interface StackAddresses {
  readonly api: string;
  readonly apiDocs: string;
  readonly apiMetrics: string;
  readonly workerMetrics: string;
  /** `host:port` of the Temporal server. */
  readonly temporal: string;
  /** `undefined` for a server that we did not start. */
  readonly temporalUi: string | undefined;
  /** `undefined` where MongoDB is neither started nor given. */
  readonly mongodbUri: string | undefined;
  readonly mongodbDatabase: string;
  readonly oidcIssuer: string;
  readonly inbox: string;
  readonly platformSmtp: { readonly host: string; readonly port: number };
  /** Where mail servers deliver what comes back to us, and the domain that it is for. */
  readonly inbound: { readonly host: string; readonly port: number; readonly domain: string };
  /** Where mail servers deliver: the inbox's other door. */
  readonly mx: { readonly host: string; readonly port: number };
  readonly customerServer: { readonly host: string; readonly startTlsPort: number; readonly tlsPort: number };
  /** PEM file of the authority that vouches for the demo servers. */
  readonly authorityFile: string;
}

/** How to log in where a login is needed. */
export interface StackCredentials {
  readonly platform: SmtpUser;
  readonly customer: SmtpUser;
  readonly backend: { readonly clientId: string; readonly clientSecret: string };
}

/** A running stack. */
export interface Stack {
  readonly addresses: StackAddresses;
  readonly credentials: StackCredentials;
  readonly dataDirectory: string;
  /** What the worker and the API are given. */
  readonly environment: Readonly<Record<string, string>>;
  /** The log file of a component. */
  logFile(component: ComponentName): string;
  /** The id of a component's process; `undefined` while it is down. */
  pid(component: ComponentName): number | undefined;
  /** Ends a component's process as a crash would. It stays down until `restart`. Resolves when it is gone. */
  kill(component: ComponentName, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a component again, after stopping it if it runs. Resolves when it is ready. */
  restart(component: ComponentName): Promise<void>;
  /** Stops everything; the data stays. */
  stop(): Promise<void>;
}

/** What the sink's process is told first. */
export interface SinkOptions {
  readonly certificate: string;
  readonly key: string;
}

/** How the server behaves from now on; the record of deliveries begins anew. */
export interface SinkBehaviour {
  /** Between a command and its answer: what a round trip to a server elsewhere takes. */
  readonly roundTripMs: number;
  readonly pipelining: boolean;
  /** Logins under these users are served one byte a second. */
  readonly tarpits: readonly string[];
}

export type SinkQuestion =
  | { readonly type: 'begin'; readonly behaviour: SinkBehaviour }
  /** How many different mails have arrived, and how many connections there were at most. */
  | { readonly type: 'count' }
  | { readonly type: 'deliveries' };

/** A mail whose end the sink has acknowledged: its Message-ID, and when, in milliseconds since the epoch. */
export type Delivery = readonly [messageId: string, at: number];

export interface SinkCount {
  readonly distinct: number;
  readonly total: number;
  readonly connections: number;
}

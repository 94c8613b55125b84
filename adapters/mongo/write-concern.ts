const withinMs = 10_000;
const given = /[?&]w=(\d+)/i;

/** How a write is acknowledged: by whom, and always after it stands in the journal. */
export interface DurableWriteConcern {
  readonly w: 'majority' | number;
  readonly journal: true;
  readonly wtimeoutMS: number;
}

/**
 * Every write waits for a majority of the replica set and its journal. An address that names a number of nodes gets that one:
 * the embedded single-node engine has to be asked for `w=1` (ADR 0004). The journal is never left out.
 */
export function durableWriteConcern(uri: string): DurableWriteConcern {
  const named = given.exec(uri)?.[1];
  const w = named === undefined ? 'majority' : Math.max(Number(named), 1);
  return { w, journal: true, wtimeoutMS: withinMs };
}

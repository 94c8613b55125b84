/**
 * Whether a server that has refused us is asked again. Closed: it is asked. Open: it is left alone, so that a wrong password
 * locks no mailbox. Half-open: the time is up, and one attempt may find out. Times are milliseconds of one clock.
 */
export interface Circuit {
  /** Refusals in a row. */
  readonly failures: number;
  /** Null while nothing has been refused. */
  readonly openUntil: number | null;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

/** How long a circuit stays open: after the first refusal, and at most; twice as long each time. */
export interface CircuitPauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const defaultCircuitPauses: CircuitPauses = { firstMs: 60_000, longestMs: 15 * 60_000 };

export const closedCircuit: Circuit = { failures: 0, openUntil: null };

export function circuitState({ openUntil }: Circuit, now: number): CircuitState {
  if (openUntil === null) return 'closed';
  return now < openUntil ? 'open' : 'half-open';
}

/** How long the server is still left alone; 0 when it may be asked. */
export function restMs({ openUntil }: Circuit, now: number): number {
  return openUntil === null ? 0 : Math.max(openUntil - now, 0);
}

/**
 * The circuit after a refusal, with up to a fifth of jitter; `chance` is a number from 0 to 1. What is refused while it is
 * open was asked before, and counts for nothing.
 */
export function afterRefusal(circuit: Circuit, now: number, chance: number, pauses = defaultCircuitPauses): Circuit {
  if (circuitState(circuit, now) === 'open') return circuit;
  const doubled = pauses.firstMs * 2 ** Math.min(circuit.failures, 20);
  const pauseMs = Math.round(Math.min(doubled, pauses.longestMs) * (1 + chance / 5));
  return { failures: circuit.failures + 1, openUntil: now + pauseMs };
}

import { afterRefusal, circuitState, closedCircuit, restMs, type CircuitPauses } from '../../domain/circuit-breaker';
import { lastingTrouble } from '../../domain/mail-transaction';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import { endKind } from './deadline';
import { SmtpTroubleError, troubleError } from './smtp-trouble-error';

/** A server was not asked, because it has just refused somebody else for a reason that concerns everyone. */
export class NotAskedError extends SmtpTroubleError {
  /** How long it is left alone, in milliseconds; 0 when that was a trouble that may have passed. */
  readonly restMs: number;

  constructor(trouble: SmtpTrouble, rest: number) {
    super(trouble);
    this.name = 'NotAskedError';
    this.restMs = rest;
  }
}

/**
 * How sessions with one server are set up: the first alone, then twice as many at a time with each that succeeds. When one
 * fails, those who waited behind it are turned away unasked; when the server refuses us, so is everyone until the circuit
 * lets one of them try again. So a wrong password costs one login, however many lanes there are.
 */
export class ServerGate {
  readonly #pauses: CircuitPauses;
  #circuit = closedCircuit;
  #refusal: SmtpTrouble | null = null;
  #resumedAt: string | null = null;
  #allowed = 1;
  #underWay = 0;
  #waiting: ((turnedAway: SmtpTrouble | null) => void)[] = [];

  constructor(pauses: CircuitPauses) {
    this.#pauses = pauses;
  }

  get isForgettable(): boolean {
    return this.#circuit.openUntil === null && this.#underWay === 0 && this.#waiting.length === 0;
  }

  get restMs(): number {
    return restMs(this.#circuit, performance.now());
  }

  /** Somebody has put the server back into use: what it said before counts for nothing. */
  resumedAt(time: string | null): void {
    if (time === this.#resumedAt) return;
    this.#resumedAt = time;
    this.proven();
  }

  /** The server has refused us at whatever stage. */
  refused(trouble: SmtpTrouble): void {
    this.#circuit = afterRefusal(this.#circuit, performance.now(), Math.random(), this.#pauses);
    this.#refusal = trouble;
  }

  /** The server has worked for us. */
  proven(): void {
    this.#circuit = closedCircuit;
    this.#refusal = null;
  }

  /** Throws NotAskedError, and what `open` throws. */
  async pass<Session>(open: () => Promise<Session>, signal: AbortSignal): Promise<Session> {
    await this.#turn(signal);
    try {
      const session = await open();
      this.#allowed *= 2;
      return session;
    } catch (error) {
      this.#failed(error, signal);
      throw error;
    } finally {
      this.#underWay -= 1;
      this.#letIn();
    }
  }

  /** Takes its place in the same moment in which it is found free. */
  async #turn(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (this.#refusal !== null && circuitState(this.#circuit, performance.now()) === 'open') {
        throw new NotAskedError(this.#refusal, this.restMs);
      }
      if (this.#underWay < this.#allowed) break;
      await this.#wait(signal);
    }
    this.#underWay += 1;
  }

  #failed(error: unknown, signal: AbortSignal): void {
    this.#allowed = 1;
    // Trouble of our own, or of this caller alone, says nothing about the server.
    if (!(error instanceof SmtpTroubleError) || signal.aborted) return;
    if (lastingTrouble(error.trouble) !== null) this.refused(error.trouble);
    for (const proceed of this.#waiting.splice(0)) proceed(error.trouble);
  }

  #letIn(): void {
    if (this.#underWay === 0 && this.#waiting.length === 0) this.#allowed = 1;
    for (const proceed of this.#waiting.splice(0, this.#allowed - this.#underWay)) proceed(null);
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== proceed);
        reject(troubleError('connect', endKind(signal)));
      };
      const proceed = (turnedAway: SmtpTrouble | null): void => {
        signal.removeEventListener('abort', leave);
        if (turnedAway === null) resolve();
        else reject(new NotAskedError(turnedAway, this.restMs));
      };
      this.#waiting.push(proceed);
      signal.addEventListener('abort', leave);
      if (signal.aborted) leave();
    });
  }
}

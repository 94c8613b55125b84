import { NotAskedError, ServerGate } from '../../../adapters/smtp/server-gate';
import { SmtpTroubleError, troubleError } from '../../../adapters/smtp/smtp-trouble-error';
import { never } from '../../support/smtp-workbench';

const pauses = { firstMs: 40, longestMs: 1_000 };
const wrongPassword = new SmtpTroubleError({
  stage: 'auth',
  kind: 'reply',
  reply: { code: 535, enhancedStatus: '5.7.8', text: 'no' },
  offered: { auth: true, startTls: true },
});

/** Openings that a test ends one by one, in the order in which they began. */
class Openings {
  readonly #running: { readonly resolve: (session: string) => void; readonly reject: (error: Error) => void }[] = [];
  begun = 0;

  readonly open = async (): Promise<string> => {
    this.begun += 1;
    return await new Promise((resolve, reject) => this.#running.push({ resolve, reject }));
  };

  async succeed(): Promise<void> {
    this.#running.shift()?.resolve('session');
    await settled();
  }

  async fail(error: Error): Promise<void> {
    this.#running.shift()?.reject(error);
    await settled();
  }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

let gate: ServerGate;
let openings: Openings;

beforeEach(() => {
  gate = new ServerGate(pauses);
  openings = new Openings();
});

/** So many come at the same moment; `ends` tells what becomes of them. */
async function crowd(size: number): Promise<{ readonly ends: Promise<PromiseSettledResult<string>[]> }> {
  // Each with a signal of its own, as sessions have it.
  const pass = async () => await gate.pass(openings.open, new AbortController().signal);
  const ends = Promise.allSettled(Array.from({ length: size }, pass));
  await settled();
  return { ends };
}

describe('the way into a server', () => {
  it('is taken by one at first, and by twice as many with each that succeeds', async () => {
    const { ends } = await crowd(10);
    const begun: number[] = [];
    for (let done = 0; done < 10; done += 1) {
      begun.push(openings.begun - done);
      await openings.succeed();
    }
    expect(begun.slice(0, 3)).toEqual([1, 2, 4]);
    expect((await ends).every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(gate.isForgettable).toBe(true);
  });

  it('begins with one again after a moment without anybody', async () => {
    await crowd(1);
    await openings.succeed();
    await crowd(5);
    expect(openings.begun).toBe(2);
  });

  it('is closed to all who wait when the server refuses the first, and to everyone for a while', async () => {
    const { ends } = await crowd(10);
    await openings.fail(wrongPassword);
    const errors = (await ends).map((result) => (result.status === 'rejected' ? result.reason : null));
    expect(errors[0]).toBe(wrongPassword);
    expect(errors.slice(1).every((error) => error instanceof NotAskedError && error.restMs > 0)).toBe(true);
    await expect(gate.pass(openings.open, never)).rejects.toMatchObject({ trouble: wrongPassword.trouble });
    expect(openings.begun).toBe(1);
  });

  it('lets one try again when the pause is over, and leaves the server alone for longer when that fails, too', async () => {
    await crowd(1);
    await openings.fail(wrongPassword);
    const first = gate.restMs;
    await new Promise((resolve) => setTimeout(resolve, first + 1));
    await crowd(5);
    expect(openings.begun).toBe(2);
    await openings.fail(wrongPassword);
    expect(gate.restMs).toBeGreaterThan(first);
  });

  it('is open at once to a server that somebody has put back into use', async () => {
    await crowd(1);
    await openings.fail(wrongPassword);
    gate.resumedAt('2026-11-26T10:00:00.000Z');
    expect(gate.restMs).toBe(0);
    await crowd(1);
    expect(openings.begun).toBe(2);
  });

  it('turns away who waited behind a server that cannot be reached, but asks it again at once', async () => {
    const { ends } = await crowd(3);
    await openings.fail(troubleError('connect', 'connection-refused'));
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(gate.restMs).toBe(0);
    await crowd(1);
    expect(openings.begun).toBe(2);
  });

  it('takes trouble of our own for nobody’s but its caller’s', async () => {
    await crowd(2);
    await openings.fail(new Error('The vault is away'));
    expect(openings.begun).toBe(2);
  });

  it('is left by who does not want to wait any longer, without keeping anybody else', async () => {
    const leaving = new AbortController();
    await crowd(1);
    const left = gate.pass(openings.open, leaving.signal);
    await settled();
    leaving.abort();
    await expect(left).rejects.toBeInstanceOf(SmtpTroubleError);
    await openings.succeed();
    expect(openings.begun).toBe(1);
    expect(gate.isForgettable).toBe(true);
  });
});

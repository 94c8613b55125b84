import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 50;

/**
 * Asks again until there is an answer, and gives it. An error counts as no answer yet. Rejects when the time is up, with
 * the last error.
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false | null> | Answer | undefined | false | null,
  withinMs = 30_000,
): Promise<Answer> {
  const deadline = Date.now() + withinMs;
  let trouble: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false && answer !== null) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await delay(lookEveryMs);
  }
  throw new Error(`Not within ${withinMs / 1000} s: ${what}`, { cause: trouble });
}

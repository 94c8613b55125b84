import { setTimeout } from 'node:timers/promises';
import type { HandedMail } from '../support/delivery-history';
import { eventually } from '../support/eventually';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import { OldMail } from '../support/old-mail';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const organizations = ['acme', 'bolt', 'cask'];

let world: FaultWorld;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  // The SMTP server tells of every client that is killed.
  jest.spyOn(console, 'error').mockImplementation();
  world = await FaultWorld.start(afterwards, organizations);
}, startMs);

describe('one fault after the other, while mail comes in', () => {
  it(
    'loses nothing, doubles nothing, deletes only what is old and at rest, and needs nobody to recover',
    async () => {
      const old = await OldMail.seed(world.real);
      const callers = keepHanding();
      await world.real.stack.kill('temporal');
      await world.real.stack.restart('temporal');
      world.smtpNetwork.cut();
      await callers.more(10);
      world.smtpNetwork.mend();
      await world.real.stack.kill('mongodb');
      await callers.more(3);
      await world.real.stack.restart('mongodb');
      world.temporalNetwork.cut();
      await callers.more(10);
      world.temporalNetwork.mend();
      const cleaning = await old.startCleaning();
      await eventually('some of the old mail is gone', async () => (await old.left()) < old.count - 300, recoveryMs);
      await world.real.stack.kill('worker');
      expect(await old.left()).toBeGreaterThan(0);
      await callers.more(10);
      await world.real.stack.restart('worker');
      const handed = await callers.stop();
      const taken = await Promise.all(
        handed.map(async ({ organization, mail }) =>
          mail.outcome === 'accepted' ? mail : await world.handAgain(organization, mail),
        ),
      );
      const ends = await world.endsOf(taken);
      const held = ends.filter((state) => state === 'held').length;
      expect(new Set(ends)).toEqual(new Set(held > 0 ? ['sent', 'held'] : ['sent']));
      // No more than what was in flight when the worker, the database or the network went away.
      expect(held).toBeLessThanOrEqual(organizations.length * 3 * 10);
      await world.expectKeptPromises();
      await cleaning.result();
      expect({ left: await old.left(), entries: await old.entries(), kept: await old.unsettled() }).toEqual({
        left: 0,
        entries: 0,
        kept: old.unsettledIds,
      });
    },
    startMs * 2,
  );
});

interface Handed {
  readonly organization: string;
  readonly mail: HandedMail;
}

/** A refusal can come at once: without a pace, thousands would have to be handed over again. */
const paceMs = 200;

/** Hands mails over, one after the other for each organization, until it is told to stop. */
function keepHanding() {
  const handed: Handed[] = [];
  const over = new AbortController();
  const caller = async (organization: string): Promise<void> => {
    while (!over.signal.aborted) {
      handed.push({ organization, mail: await world.hand(organization) });
      await setTimeout(paceMs);
    }
  };
  const callers = Promise.all(organizations.map(caller));
  return {
    /** Resolves when so many more mails have been handed over, with whatever answer. */
    more: async (count: number): Promise<void> => {
      const goal = handed.length + count;
      try {
        await eventually(`${count} more mails are handed over`, () => handed.length >= goal, recoveryMs);
      } catch (cause) {
        throw new Error(`The API did not answer; its log ends:\n${await world.lastWordsOf('api')}`, { cause });
      }
    },
    stop: async (): Promise<readonly Handed[]> => {
      over.abort();
      await callers;
      return handed;
    },
  };
}

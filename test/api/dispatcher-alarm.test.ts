import { pino } from 'pino';

import { DispatcherAlarm, type AlarmTimes } from '../../api/dispatcher-alarm';
import { eventually } from '../support/eventually';

describe('the dispatcher alarm', () => {
  const logger = pino({ level: 'silent' });
  const quick: AlarmTimes = { overlookedMs: 40, lookEveryMs: 80, wakeEveryMs: 3_600_000 };
  const slow: AlarmTimes = { overlookedMs: 3_600_000, lookEveryMs: 3_600_000, wakeEveryMs: 3_600_000 };

  const left = (ids: readonly string[]) => new Map(ids.map((id) => [id, 'left' as const]));

  /** A world in which mail of some organizations is left lying. */
  function world(...lying: string[]) {
    const woken: string[] = [];
    const looks: string[][] = [];
    const asked = async (ids: readonly string[]) => {
      looks.push([...ids]);
      return await Promise.resolve(left(lying));
    };
    const waker = { wake: async (id: string) => void woken.push(id) };
    return { woken, looks, lying, waker, mail: { waitingSince: asked } };
  }

  it('wakes only the dispatchers whose mail nobody has taken after a while, and asks for all in one question', async () => {
    const { woken, looks, waker, mail } = world('org-2');
    const alarm = new DispatcherAlarm(waker, mail, logger, quick);
    for (let count = 0; count < 100; count += 1) alarm.ring(`org-${count % 3}`);
    expect({ woken, looks }).toEqual({ woken: [], looks: [] });
    await eventually('the wake', () => woken.length > 0);
    expect(looks[0]!.toSorted()).toEqual(['org-0', 'org-1', 'org-2']);
    expect(woken).toEqual(['org-2']);
    await alarm.settled();
  });

  it('looks again while mail comes, and no more once it has seen that all of it was taken', async () => {
    const { looks, waker, mail } = world();
    const alarm = new DispatcherAlarm(waker, mail, logger, quick);
    const ringing = setInterval(() => alarm.ring('org-1'), 5);
    await eventually('some looks', () => looks.length >= 3);
    clearInterval(ringing);
    const before = looks.length;
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
    expect(looks.length - before).toBeLessThanOrEqual(2);
    await alarm.settled();
    expect(looks.length - before).toBeLessThanOrEqual(2);
  });

  it('goes on looking at mail that somebody has in hand, and wakes where that one has died of it', async () => {
    const { woken, waker } = world();
    let looks = 0;
    const mail = {
      waitingSince: async () => {
        looks += 1;
        return await Promise.resolve(new Map([['org-1', looks < 4 ? ('in-hand' as const) : ('left' as const)]]));
      },
    };
    const alarm = new DispatcherAlarm(waker, mail, logger, quick);
    alarm.ring('org-1');
    await eventually('the wake', () => woken.length > 0);
    expect({ looks, woken }).toEqual({ looks: 4, woken: ['org-1'] });
    await alarm.settled();
  });

  it('leaves an organization alone for a while after a wake, but forgets no mail when it has to stop', async () => {
    const { woken, waker, mail } = world('org-1');
    const alarm = new DispatcherAlarm(waker, mail, logger, { ...quick, wakeEveryMs: 3_600_000 });
    const ringing = setInterval(() => alarm.ring('org-1'), 5);
    await eventually('the wake', () => woken.length === 1);
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    clearInterval(ringing);
    alarm.ring('org-1');
    expect(woken).toHaveLength(1);
    await alarm.settled();
    expect(woken).toHaveLength(2);
  });

  it('wakes for what workers do not hear of without a look, once for many', async () => {
    const { woken, waker, mail } = world();
    const alarm = new DispatcherAlarm(waker, mail, logger, { ...slow, overlookedMs: 800 });
    for (let count = 0; count < 10; count += 1) alarm.wake('org-1');
    await eventually('the wake', () => woken.length > 0);
    expect(woken).toEqual(['org-1']);
    await alarm.settled();
  });

  it('wakes everybody where it cannot be known whose mail waits', async () => {
    const { woken, waker } = world();
    const alarm = new DispatcherAlarm(
      waker,
      { waitingSince: async () => Promise.reject(new Error('away')) },
      logger,
      slow,
    );
    alarm.ring('org-1');
    alarm.ring('org-2');
    await alarm.settled();
    expect(woken.toSorted()).toEqual(['org-1', 'org-2']);
  });

  it('wakes few at a time, the others only where their mail still lies then', async () => {
    const lying = Array.from({ length: 12 }, (_, index) => `org-${index}`);
    const { woken, waker, looks } = world();
    const mail = {
      waitingSince: async (ids: readonly string[]) => {
        looks.push([...ids]);
        // Workers catch up after the first look.
        return await Promise.resolve(left(looks.length === 1 ? lying : []));
      },
    };
    const alarm = new DispatcherAlarm(waker, mail, logger, quick);
    for (const id of lying) alarm.ring(id);
    await eventually('a second look', () => looks.length >= 2);
    expect(woken).toEqual(lying.slice(0, 5));
    expect(looks[1]!.toSorted()).toEqual(lying.slice(5).toSorted());
    await alarm.settled();
  });

  it('wakes one at a time, with pauses, while workers have other mail in hand; who has something else does not wait', async () => {
    const lying = Array.from({ length: 12 }, (_, index) => `org-${index}`);
    const { woken, waker, looks } = world();
    const mail = {
      waitingSince: async (ids: readonly string[]) => {
        looks.push([...ids]);
        const still = ids.filter((id) => lying.includes(id) && !woken.includes(id));
        const busy = ids.filter((id) => id === 'busy').map((id) => [id, 'in-hand'] as const);
        return await Promise.resolve(new Map([...left(still), ...busy]));
      },
    };
    const alarm = new DispatcherAlarm(waker, mail, logger, quick);
    for (const id of ['busy', ...lying]) alarm.ring(id);
    await eventually('the first wake', () => woken.length > 0);
    alarm.wake('other');
    await eventually('the other', () => woken.includes('other'));
    const before = performance.now();
    const looked = looks.length;
    await eventually('the next wake', () => woken.length === 3);
    expect(woken.slice(0, 3).toSorted()).toEqual(['org-0', 'org-1', 'other']);
    expect(looks.length - looked).toBeGreaterThan(2);
    await eventually('one more', () => woken.length === 4);
    expect(performance.now() - before).toBeGreaterThan(450);
    await alarm.settled();
  });

  it('lets no organization wait for another, and tries again where a wake failed', async () => {
    const tried: string[] = [];
    const { mail } = world('org-1', 'org-2');
    const waker = {
      wake: async (id: string) => {
        tried.push(id);
        if (tried.length > 3) return;
        throw new Error('away');
      },
    };
    const alarm = new DispatcherAlarm(waker, mail, logger, quick);
    alarm.ring('org-1');
    alarm.ring('org-2');
    await eventually('both are tried again', () => tried.length >= 4);
    expect(tried.slice(0, 4).toSorted()).toEqual(['org-1', 'org-1', 'org-2', 'org-2']);
    await alarm.settled();
  });
});

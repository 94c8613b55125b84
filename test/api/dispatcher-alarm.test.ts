import { pino } from 'pino';

import { DispatcherAlarm } from '../../api/dispatcher-alarm';
import { eventually } from '../support/eventually';

/** A waker whose wakes end when the test lets them. */
class SlowWaker {
  readonly begun: string[] = [];
  readonly #endings: (() => void)[] = [];

  async wake(organizationId: string): Promise<void> {
    this.begun.push(organizationId);
    await new Promise<void>((resolve) => {
      this.#endings.push(resolve);
    });
  }

  async endOne(): Promise<void> {
    this.#endings.shift()?.();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe('the dispatcher alarm', () => {
  const logger = pino({ level: 'silent' });
  const overlooked = { isWaitingSince: async () => Promise.resolve(true) };

  it('wakes once more after the last of many mails that came while it was waking', async () => {
    const waker = new SlowWaker();
    const alarm = new DispatcherAlarm(waker, overlooked, logger, 0);
    for (let count = 0; count < 100; count += 1) alarm.ring('org-1');
    await waker.endOne();
    await eventually('the second wake', () => waker.begun.length === 2);
    await waker.endOne();
    await alarm.settled();
    expect(waker.begun).toEqual(['org-1', 'org-1']);
  });

  it('leaves an organization alone for a while after a wake, but forgets no mail when it has to stop', async () => {
    const waker = { woken: 0, wake: async () => void (waker.woken += 1) };
    const alarm = new DispatcherAlarm(waker, overlooked, logger, 3_600_000);
    for (let count = 0; count < 10; count += 1) {
      alarm.ring('org-1');
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect(waker.woken).toBe(1);
    await alarm.settled();
    expect(waker.woken).toBe(2);
  });

  it('does not wake a dispatcher that has taken the mail by itself, and does where it cannot be known', async () => {
    const waker = { woken: 0, wake: async () => void (waker.woken += 1) };
    let [looks, answers] = [0, [async () => false, async () => false, async () => Promise.reject(new Error('away'))]];
    const mail = {
      isWaitingSince: async () => {
        looks += 1;
        return await (answers.shift() ?? (async () => false))();
      },
    };
    const alarm = new DispatcherAlarm(waker, mail, logger, 40);
    alarm.ring('org-1');
    alarm.ring('org-1');
    await eventually('both looks', () => looks === 2);
    expect(waker.woken).toBe(1);
    alarm.ring('org-1');
    await eventually('the second wake', () => waker.woken === 2);
    await alarm.settled();
    expect({ looks, woken: waker.woken }).toEqual({ looks: 3, woken: 2 });
  });

  it('lets no organization wait for another', () => {
    const waker = new SlowWaker();
    const alarm = new DispatcherAlarm(waker, overlooked, logger);
    alarm.ring('org-1');
    alarm.ring('org-2');
    expect(waker.begun).toEqual(['org-1', 'org-2']);
  });

  it('wakes again after a wake that failed', async () => {
    let calls = 0;
    const failing = {
      wake: async () => {
        calls += 1;
        throw new Error('away');
      },
    };
    const alarm = new DispatcherAlarm(failing, overlooked, logger);
    alarm.ring('org-1');
    await alarm.settled();
    alarm.ring('org-1');
    await alarm.settled();
    expect(calls).toBe(2);
  });
});

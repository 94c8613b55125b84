import { createLifecycleActivities } from '../../activities/lifecycle-activities';
import { defaultLifecyclePolicy } from '../../domain/lifecycle/lifecycle-policy';
import type { LifecycleActivityDeps } from '../../activities/lifecycle-activities';

it('is due at once when it may leave another way: before the dispatcher is woken, and before one that lingers is rung', async () => {
  const steps: string[] = [];
  const unused = {} as LifecycleActivityDeps;
  const { wakeDispatcher } = createLifecycleActivities({
    ...unused,
    policy: defaultLifecyclePolicy,
    outbox: { hastenDeferred: async (organizationId) => void steps.push(`hastened ${organizationId}`) },
    dispatcher: { wake: async (organizationId) => void steps.push(`woken ${organizationId}`) },
    arrivals: {
      announce: (mails) => void steps.push(`rung ${mails.map(({ organizationId }) => organizationId).join()}`),
    },
  });
  await wakeDispatcher({ organizationId: 'acme' });
  expect(steps).toEqual(['hastened acme', 'woken acme', 'rung acme']);
});

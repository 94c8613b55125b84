import { people, profile, settings, approval } from '../support/lifecycle-builders';
import { LifecycleScene } from '../support/lifecycle-scene';
import { result } from '../support/recorded-lifecycle';
import { timeSkippingEnvironment } from '../support/workflow-worker';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

const scene = new LifecycleScene(timeSkippingEnvironment, async ({ world, lifecycle }) => {
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await world.draft('awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
});

const happened = (event: string): number => scene.world.audit.filter((entry) => entry.event === event).length;

it('checks a live server every day without sending a mail, and suspends it within hours of refused logins', async () => {
  await scene.pass(3.5);
  expect(happened('healthChecked')).toBe(3);
  expect(
    scene.world.reports.filter(({ id }) => id.startsWith('health-')).map(({ results }) => results.at(-1)?.stage),
  ).toEqual(['auth', 'auth', 'auth']);
  scene.world.sessions = [[result('auth', 'inconclusive', 'AUTH_TEMPORARY')]];
  await scene.pass(5);
  expect((await scene.lifecycle.state()).live).toMatchObject({ status: 'active', health: { failures: 0 } });
  scene.world.sessions = [[result('auth', 'fail', 'AUTH_REFUSED')]];
  const suspended = scene.world.savedState(({ live }) => live?.status === 'suspended');
  await scene.environment.sleep(1.1 * dayMs + 4 * hourMs);
  expect((await suspended).live?.suspension).toMatchObject({ cause: 'health', reason: 'AUTH_REFUSED' });
  const checks = happened('healthChecked');
  await scene.pass(10);
  expect(happened('healthChecked')).toBe(checks);
}, 120_000);

it('goes on for months: a check a day, the countdown of a certificate, and histories that stay short', async () => {
  const { runId } = await scene.lifecycle.handle.describe();
  const days = 200;
  await scene.pass(days);
  const checks = happened('healthChecked');
  // Each interval is up to a tenth shorter or longer than a day.
  expect(checks).toBeGreaterThanOrEqual(days - 2);
  expect(checks).toBeLessThanOrEqual(days + 2);
  const warnings = scene.world.audit.filter(({ event }) => event === 'certificateExpiring');
  expect(warnings).toHaveLength(4);
  const { live } = await scene.lifecycle.state();
  expect(live?.status).toBe('active');
  const present = await scene.lifecycle.handle.describe();
  process.stdout.write(`After ${days} days: ${checks} checks, ${present.historyLength} events in the present run\n`);
  expect(present.runId).not.toBe(runId);
  expect(present.historyLength).toBeLessThan(5_000);
}, 240_000);

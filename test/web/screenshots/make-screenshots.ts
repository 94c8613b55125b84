import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDirectory } from '../../../dev/support/directories';
import { workflowBundleFile } from '../../support/embedded-bundle';
import { buildForTests } from '../../support/dashboards/built-for-tests';
import { DashboardBrowser } from '../../support/dashboards/dashboard-browser';
import type { Person } from '../../support/dashboards/person';
import { RealStack, temporaryDataDirectory } from '../../support/real-stack';
import { withoutReturn } from '../../support/going-live';
import { approvalScenes } from './approval-scenes';
import { liveScenes } from './live-scenes';
import type { Scene } from './scene';

/** Every look that a view has to be good in. */
const looks = [
  { language: 'de', colorScheme: 'light', width: 1280, height: 800 },
  { language: 'en', colorScheme: 'dark', width: 1280, height: 800 },
  { language: 'en', colorScheme: 'light', width: 1280, height: 800 },
  { language: 'de', colorScheme: 'dark', width: 1280, height: 800 },
  { language: 'de', colorScheme: 'light', width: 360, height: 740 },
] as const;
const scenes: readonly Scene[] = [...approvalScenes, ...liveScenes];

/** `npm run screenshots [-- PARTS OF NAMES]`: a picture of every view in every look, in `screenshots/`. */
async function main(wanted: readonly string[]): Promise<void> {
  const folder = join(projectDirectory(), 'screenshots');
  await mkdir(folder, { recursive: true });
  await buildForTests();
  process.env['TEST_WORKFLOW_BUNDLE'] = await workflowBundleFile((line) => process.stderr.write(`${line}\n`));
  const { path, remove } = await temporaryDataDirectory();
  const real = await RealStack.start(path, withoutReturn);
  const browser = await DashboardBrowser.start(real.stack.addresses.api);
  try {
    for (const scene of scenes) {
      await scene.prepare?.(real);
      if (wanted.length === 0 || wanted.some((part) => scene.name.includes(part))) await picture(scene, browser, folder);
    }
  } finally {
    await browser.stop();
    await real.stop();
    await remove();
  }
}

const people = new Map<string, Person>();

async function picture(scene: Scene, browser: DashboardBrowser, folder: string): Promise<void> {
  for (const look of looks) {
    const { language, colorScheme, width } = look;
    const key = `${scene.email ?? 'nobody'} ${language} ${colorScheme} ${width}`;
    const known = people.get(key);
    const person = known ?? (await browser.person(look));
    people.set(key, person);
    if (known) await person.page.evaluate('sessionStorage.clear()');
    if (known || scene.email === null) await person.open(scene.path);
    else await person.logIn(scene.email, scene.path);
    await person.heading.waitFor();
    await person.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await scene.act?.(person);
    const file = join(folder, `${scene.name}.${language}.${colorScheme}.${width}.png`);
    await person.page.evaluate('window.scrollTo(0, 0)');
    await person.page.screenshot({ path: file, fullPage: true });
    const faults = [...person.complaints, ...(await person.accessibilityFaults())];
    const overhang = await person.overhang();
    process.stdout.write(`${file}${overhang > 0 ? ` is ${overhang} px too wide` : ''}\n`);
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);

import type { StackOptions } from '../../../dev/stack';
import { RealStack, temporaryDataDirectory } from '../real-stack';
import { buildForTests } from './built-for-tests';
import { DashboardBrowser } from './dashboard-browser';

export interface DashboardWorld {
  readonly real: RealStack;
  readonly browser: DashboardBrowser;
}

/** A whole stack that serves freshly built dashboards, and a browser in front of it; what must end is given to `afterwards`. */
export async function startDashboardWorld(
  afterwards: (end: () => Promise<void>) => void,
  options: StackOptions = {},
): Promise<DashboardWorld> {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  await buildForTests();
  const real = await RealStack.start(path, options);
  afterwards(async () => await real.stop());
  const browser = await DashboardBrowser.start(real.stack.addresses.api);
  afterwards(async () => await browser.stop());
  return { real, browser };
}

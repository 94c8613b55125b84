import type { Report } from '../support/report';
import { canInstallDebianPackages, installDebianPackages } from './debian-install';
import { executableOnPath } from './executable-on-path';
import { type Source, firstHit } from './resolution';

const PACKAGES = ['postfix', 'sasl2-bin', 'libsasl2-modules'];
/** Administrators' programs, which are not on everybody's PATH. */
const ADMIN_PATH = '/usr/local/sbin:/usr/sbin:/sbin';

/** The programs that a private Postfix with SASL users is made of. */
export interface PostfixPrograms {
  readonly postfix: string;
  readonly saslpasswd: string;
}

/** The sources in the order in which they are asked. */
export function postfixSources(environment: NodeJS.ProcessEnv = process.env): readonly Source<PostfixPrograms>[] {
  const searchPath = `${environment['PATH'] ?? ''}:${ADMIN_PATH}`;
  return [
    { name: '`postfix` on PATH', resolve: async () => await Promise.resolve(installed(searchPath)) },
    {
      name: `Debian's ${PACKAGES.join(', ')}`,
      resolve: async (report) => {
        if (!canInstallDebianPackages()) throw new Error('packages can be installed by root on Debian only');
        await installDebianPackages(PACKAGES, report);
        return installed(searchPath);
      },
    },
  ];
}

/** Finds or installs Postfix. Throws `ComponentUnavailableError` where it can't be had. */
export async function resolvePostfix(report: Report, sources = postfixSources()): Promise<PostfixPrograms> {
  const remedy = `Install it: apt-get install ${PACKAGES.join(' ')}.`;
  return await firstHit({ component: 'Postfix', remedy }, sources, report);
}

function installed(searchPath: string): PostfixPrograms | undefined {
  const postfix = executableOnPath('postfix', searchPath);
  const saslpasswd = executableOnPath('saslpasswd2', searchPath);
  return postfix === undefined || saslpasswd === undefined ? undefined : { postfix, saslpasswd };
}

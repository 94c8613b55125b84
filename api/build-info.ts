import { serviceVersion } from '../config/service-version';

/** What runs. */
export interface BuildInfo {
  readonly version: string;
  /** The commit that it was built from; null where nobody said. */
  readonly commit: string | null;
}

/** What the deployment says about its build, beside the version that the project itself knows. */
export function buildInfo(commit: string | undefined): BuildInfo {
  return { version: serviceVersion(), commit: commit ?? null };
}

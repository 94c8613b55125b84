import type { ApiDependencies } from '../../../api/dependencies';
import { CatalogueError } from '../../../domain/errors';

/** Dashboards where nobody is logged in; the real ones are tested with a real identity provider. */
export class NoDashboardSessions {
  readonly #absent = async (): Promise<never> => Promise.reject(new CatalogueError('UNAUTHENTICATED'));

  readonly begin: ApiDependencies['sessions']['begin'] = this.#absent;
  readonly finish: ApiDependencies['sessions']['finish'] = this.#absent;
  readonly identify: ApiDependencies['sessions']['identify'] = this.#absent;
  readonly end: ApiDependencies['sessions']['end'] = this.#absent;
  readonly endByLogoutToken: ApiDependencies['sessions']['endByLogoutToken'] = this.#absent;
}

import type { RealStack } from '../../support/real-stack';
import type { Person } from '../../support/dashboards/person';

/** A view worth a picture: who looks at what, after what has happened. */
export interface Scene {
  readonly name: string;
  /** The demo user who looks; null for somebody who is not logged in. */
  readonly email: string | null;
  readonly path: string;
  /** What has to happen in the world before, once. */
  readonly prepare?: (real: RealStack) => Promise<void>;
  /** What the person does on the page before the picture. */
  readonly act?: (person: Person) => Promise<void>;
}

import { CatalogueError } from '../../domain/errors';
import type { LaneChanges } from './lane-writes';
import type { OrganizationHold } from './organization-hold';
import type { SharedHolds } from './shared-holds';

/** The hold of a shared dispatcher: the first claim takes the organization as well, in one write, if it is free. */
export class SharedHold implements OrganizationHold {
  readonly #holds: SharedHolds;
  readonly #organizationId: string;
  #epoch: number | null = null;

  constructor(holds: SharedHolds, organizationId: string) {
    this.#holds = holds;
    this.#organizationId = organizationId;
  }

  get epoch(): number {
    if (this.#epoch === null) throw new CatalogueError('INTERNAL', 'The organization has not been taken');
    return this.#epoch;
  }

  async write(changes: LaneChanges): Promise<boolean> {
    const write = { organizationId: this.#organizationId, changes };
    if (this.#epoch !== null) return await this.#holds.write({ ...write, epoch: this.#epoch });
    // There is nothing to let go of.
    if (changes.claimedAt === null) return true;
    this.#epoch = await this.#holds.take(write);
    return this.#epoch !== null;
  }

  end(): void {
    if (this.#epoch !== null) this.#holds.letGo(this.#organizationId);
  }
}

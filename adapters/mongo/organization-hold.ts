import type { LaneChanges, LaneWrites } from './lane-writes';

/** How a dispatcher holds one organization: what it writes carries the epoch of its hold. */
export interface OrganizationHold {
  readonly epoch: number;
  /**
   * What the lanes have in hand, durable when it returns; with `claimedAt` null the organization is let go of. False when
   * another dispatcher has it. Throws STORE_UNAVAILABLE.
   */
  write(changes: LaneChanges): Promise<boolean>;
  /** Nothing more will be written. */
  end(): void;
}

/** The hold of a workflow's dispatcher, which has raised the epoch before. */
export class TakenOver implements OrganizationHold {
  readonly epoch: number;
  readonly #organizationId: string;
  readonly #writes: LaneWrites;

  constructor(
    writes: LaneWrites,
    { organizationId, epoch }: { readonly organizationId: string; readonly epoch: number },
  ) {
    this.#writes = writes;
    this.#organizationId = organizationId;
    this.epoch = epoch;
  }

  async write(changes: LaneChanges): Promise<boolean> {
    return await this.#writes.write({ organizationId: this.#organizationId, epoch: this.epoch, changes });
  }

  end(): void {
    // Its last write has said so.
  }
}

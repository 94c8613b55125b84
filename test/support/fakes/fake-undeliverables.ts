import { createHash } from 'node:crypto';

import type {
  InboundRefusalCount,
  InboundRefusalFilter,
  InboundRefusalReader,
} from '../../../activities/ports/inbound-audit';
import type {
  InboundMail,
  InboundMailFilter,
  InboundMailReader,
  InboundMailRereader,
  InboundMailSummary,
} from '../../../activities/ports/inbound-mail-store';
import type {
  NewSuppression,
  SuppressionCommand,
  SuppressionFilter,
  SuppressionList,
  SuppressionRemoval,
} from '../../../activities/ports/suppression-list';
import type {
  Undeliverable,
  UndeliverableFilter,
  UndeliverableStore,
} from '../../../activities/ports/undeliverable-store';
import { CatalogueError } from '../../../domain/errors';
import type { MailCategory } from '../../../domain/mail-message';
import { suppressionAddress, suppressionState, type Suppression } from '../../../domain/undeliverables/suppression';
import { withAddition, withRemoval } from '../../../domain/undeliverables/suppression-changes';

export class FakeUndeliverableStore implements Pick<UndeliverableStore, 'list' | 'find'> {
  /** The newest first. */
  readonly undeliverables: Undeliverable[] = [];
  readonly filters: UndeliverableFilter[] = [];

  async find(organizationId: string, id: string): Promise<Undeliverable | null> {
    return this.undeliverables.find((one) => one.organizationId === organizationId && one.id === id) ?? null;
  }

  async list(filter: UndeliverableFilter): Promise<readonly Undeliverable[]> {
    this.filters.push(filter);
    const own = this.undeliverables.filter((one) => one.organizationId === filter.organizationId);
    return after(own, filter.before).slice(0, filter.limit);
  }
}

export class FakeSuppressionList implements SuppressionList {
  /** The newest first. */
  entries: Suppression[] = [];
  readonly #commands = new Map<string, string>();

  async suppressed(
    organizationId: string,
    addresses: readonly string[],
    now: string,
    category: MailCategory = 'transactional',
  ): Promise<ReadonlyMap<string, readonly Suppression['cause'][]>> {
    const own = this.entries.filter((entry) => entry.organizationId === organizationId);
    const active = own
      .filter((entry) => suppressionState(entry, now) === 'active')
      .filter(({ cause }) => category !== 'transactional' || cause !== 'unsubscribed');
    const causesOf = (each: string) =>
      active.filter(({ address }) => address === suppressionAddress(each)).map(({ cause }) => cause);
    return new Map(addresses.map((each) => [each, causesOf(each)] as const).filter(([, causes]) => causes.length > 0));
  }

  async add({ change, ...given }: NewSuppression): Promise<Suppression> {
    const address = suppressionAddress(given.address);
    const id = createHash('md5')
      .update(`${given.organizationId} ${address} ${given.cause === 'unsubscribed'}`)
      .digest('hex');
    const standing = this.entries.find((entry) => entry.id === id) ?? null;
    const entry = { ...given, id, address, addedAt: change.at };
    const changed = withAddition(standing, { entry, change: { ...change, event: 'added', cause: given.cause } });
    this.#replace(changed);
    return changed;
  }

  async remove({ organizationId, id, change }: SuppressionRemoval): Promise<Suppression | null> {
    const standing = await this.find(organizationId, id);
    const changed = standing && withRemoval(standing, { ...change, event: 'removed', cause: 'manual' });
    if (changed) this.#replace(changed);
    return changed;
  }

  async claim({ organizationId, causedBy, fingerprint }: SuppressionCommand): Promise<void> {
    const key = `${organizationId} ${causedBy}`;
    const first = this.#commands.get(key) ?? fingerprint;
    this.#commands.set(key, first);
    if (first !== fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
  }

  async find(organizationId: string, id: string): Promise<Suppression | null> {
    return this.entries.find((entry) => entry.organizationId === organizationId && entry.id === id) ?? null;
  }

  async list(filter: SuppressionFilter): Promise<readonly Suppression[]> {
    const { organizationId, state, cause, address, now, limit, before } = filter;
    const own = this.entries.filter(
      (entry) =>
        entry.organizationId === organizationId &&
        (state === null || suppressionState(entry, now) === state) &&
        (cause === null || entry.cause === cause) &&
        (address === null || entry.address === suppressionAddress(address)),
    );
    return after(own, before).slice(0, limit);
  }

  #replace(changed: Suppression): void {
    this.entries = [changed, ...this.entries.filter(({ id }) => id !== changed.id)];
  }
}

export class FakeInboundRefusals implements InboundRefusalReader {
  /** The newest first. */
  readonly counts: InboundRefusalCount[] = [];

  async list({ reason, limit, before }: InboundRefusalFilter): Promise<readonly InboundRefusalCount[]> {
    const wanted = this.counts.filter((count) => count.reason === (reason ?? count.reason));
    return after(wanted, before).slice(0, limit);
  }
}

/** Received mails, and who wants them read again. */
export class FakeInboundMails implements InboundMailReader, InboundMailRereader {
  /** The newest first. */
  readonly mails: InboundMail[] = [];
  readonly readings: { inboundMailIds: readonly string[] | null; commandId: string }[] = [];

  async find(id: string): Promise<InboundMail | null> {
    return this.mails.find((mail) => mail.id === id) ?? null;
  }

  async list(filter: InboundMailFilter): Promise<readonly InboundMailSummary[]> {
    const wanted = this.mails.filter(
      (mail) => mail.class === (filter.class ?? mail.class) && mail.outcome === (filter.outcome ?? mail.outcome),
    );
    return after(wanted, filter.before)
      .slice(0, filter.limit)
      .map(({ raw, ...mail }) => ({ ...mail, size: raw.byteLength }));
  }

  async readAgain(request: { inboundMailIds: readonly string[] | null; commandId: string }): Promise<void> {
    this.readings.push(request);
  }
}

function after<Item extends { readonly id: string }>(items: readonly Item[], id: string | null): readonly Item[] {
  return id === null ? items : items.slice(items.findIndex((item) => item.id === id) + 1);
}

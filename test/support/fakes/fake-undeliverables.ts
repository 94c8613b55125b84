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
import type { ListPage } from '../../../domain/list-order';
import type { MailCategory } from '../../../domain/mail-message';
import { suppressionAddress, suppressionState, type Suppression } from '../../../domain/undeliverables/suppression';
import type { FakeJobs } from './fake-jobs';
import { hasAll, isWithin, pageInMemory } from './page-in-memory';
import { withAddition, withRemoval } from '../../../domain/undeliverables/suppression-changes';

export class FakeUndeliverableStore implements Pick<UndeliverableStore, 'list' | 'find'> {
  readonly undeliverables: Undeliverable[] = [];
  readonly filters: UndeliverableFilter[] = [];

  async find(organizationId: string, id: string): Promise<Undeliverable | null> {
    return this.undeliverables.find((one) => one.organizationId === organizationId && one.id === id) ?? null;
  }

  async list(filter: UndeliverableFilter, page: ListPage<'undeliverables'>): Promise<readonly Undeliverable[]> {
    this.filters.push(filter);
    const { since, until, ...exact } = filter;
    const wanted = this.undeliverables.filter(
      (one) => hasAll(one, exact) && isWithin(one.recordedAt, { since, until }),
    );
    return pageInMemory('undeliverables', wanted, page, (one, by) => ({ value: one[by], id: one.id }));
  }
}

export class FakeSuppressionList implements SuppressionList {
  entries: Suppression[] = [];
  readonly #commands = new Map<string, string>();

  async hasEntries(organizationId: string): Promise<boolean> {
    return this.entries.some((entry) => entry.organizationId === organizationId);
  }

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

  async remove(removal: SuppressionRemoval): Promise<Suppression | null> {
    const { organizationId, id, change, expectedVersion } = removal;
    const standing = await this.find(organizationId, id);
    if (standing === null) return null;
    const changed = withRemoval(standing, { ...change, event: 'removed', cause: 'manual' }, expectedVersion);
    if (changed === null) throw new CatalogueError('PRECONDITION_FAILED');
    this.#replace(changed);
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

  async list(filter: SuppressionFilter, page: ListPage<'suppressions'>): Promise<readonly Suppression[]> {
    const { organizationId, state, cause, reason, address, now } = filter;
    const own = this.entries.filter(
      (entry) =>
        hasAll(entry, { organizationId, cause, reason }) &&
        (state === undefined || suppressionState(entry, now) === state) &&
        (address === undefined || entry.address === suppressionAddress(address)),
    );
    return pageInMemory('suppressions', own, page, (entry, by) => ({ value: entry[by], id: entry.id }));
  }

  #replace(changed: Suppression): void {
    this.entries = [changed, ...this.entries.filter(({ id }) => id !== changed.id)];
  }
}

export class FakeInboundRefusals implements InboundRefusalReader {
  readonly counts: InboundRefusalCount[] = [];

  async list(filter: InboundRefusalFilter, page: ListPage<'inboundRefusals'>): Promise<readonly InboundRefusalCount[]> {
    const wanted = this.counts.filter((count) => hasAll(count, filter));
    return pageInMemory('inboundRefusals', wanted, page, ({ id, count }, by) => ({
      value: by === 'hour' ? id : count,
      id,
    }));
  }
}

/** Received mails, and who wants them read again. */
export class FakeInboundMails implements InboundMailReader, InboundMailRereader {
  readonly mails: InboundMail[] = [];
  readonly readings: { inboundMailIds: readonly string[] | null; commandId: string }[] = [];
  readonly #jobs: FakeJobs;

  constructor(jobs: FakeJobs) {
    this.#jobs = jobs;
  }

  async find(id: string): Promise<InboundMail | null> {
    return this.mails.find((mail) => mail.id === id) ?? null;
  }

  async list(
    { since, until, ...exact }: InboundMailFilter,
    page: ListPage<'inboundMails'>,
  ): Promise<readonly InboundMailSummary[]> {
    const wanted = this.mails
      .filter((mail) => hasAll(mail, exact) && isWithin(mail.receivedAt, { since, until }))
      .map(({ raw, ...mail }) => ({ ...mail, size: raw.byteLength }));
    return pageInMemory('inboundMails', wanted, page, ({ receivedAt, id }) => ({ value: receivedAt, id }));
  }

  async readAgain(request: { inboundMailIds: readonly string[] | null; commandId: string }): Promise<void> {
    this.readings.push(request);
    this.#jobs.begin({ kind: 'inbound-reading', commandId: request.commandId });
  }
}

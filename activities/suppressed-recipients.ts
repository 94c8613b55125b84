import type { MailCategory, RecipientOutcome } from '../domain/mail-message';
import { keptBackFor, type SuppressionCause } from '../domain/undeliverables/suppression';
import type { ClaimedMail } from './ports/outbox';
import type { SuppressionCheck, SuppressionList } from './ports/suppression-list';

/** A claimed mail without the recipients that are kept back, and what becomes of those. */
export interface Sendable {
  readonly claimed: ClaimedMail;
  readonly keptBack: readonly RecipientOutcome[];
}

/** How long an organization without any entry is not asked about again. */
const quietMs = 5_000;
const rememberedOrganizations = 10_000;

/**
 * Asks the suppression lists on the way to a server. Most organizations have an empty list: that is remembered for a few
 * seconds, so that their mail costs no question each. The first entry of a list therefore holds a few seconds later.
 */
export class QuietSuppressionCheck implements SuppressionCheck {
  readonly #list: SuppressionList;
  readonly #emptyUntil = new Map<string, number>();

  constructor(list: SuppressionList) {
    this.#list = list;
  }

  async suppressed(
    organizationId: string,
    addresses: readonly string[],
    now: string,
    category?: MailCategory,
  ): Promise<ReadonlyMap<string, readonly SuppressionCause[]>> {
    if ((this.#emptyUntil.get(organizationId) ?? 0) > performance.now()) return new Map();
    const active = { organizationId, state: 'active', now } as const;
    if ((await this.#list.list(active, { limit: 1 })).length > 0) {
      return await this.#list.suppressed(organizationId, addresses, now, category);
    }
    if (this.#emptyUntil.size >= rememberedOrganizations) this.#emptyUntil.clear();
    this.#emptyUntil.set(organizationId, performance.now() + quietMs);
    return new Map();
  }
}

/** Keeps back who is on the organization's list. Our own notices always go. Throws STORE_UNAVAILABLE. */
export async function withoutSuppressed(check: SuppressionCheck | undefined, claimed: ClaimedMail): Promise<Sendable> {
  const { mail, recipients } = claimed;
  const { organizationId, category } = mail;
  if (check === undefined || category === 'notice') return { claimed, keptBack: [] };
  const suppressed = await check.suppressed(organizationId, recipients, new Date().toISOString(), category);
  if (suppressed.size === 0) return { claimed, keptBack: [] };
  const keptBack = recipients.flatMap((recipient) => {
    const causes = suppressed.get(recipient);
    return causes === undefined ? [] : [{ recipient, ...keptBackFor(causes, category) }];
  });
  return { claimed: { ...claimed, recipients: recipients.filter((each) => !suppressed.has(each)) }, keptBack };
}

import type { MailCategory, RecipientOutcome } from '../domain/mail-message';
import { keptBackFor, type SuppressionCause } from '../domain/undeliverables/suppression';
import type { ClaimedMail } from './ports/outbox';
import type { SuppressionCheck, SuppressionList } from './ports/suppression-list';

/** A claimed mail without the recipients that are kept back, and what becomes of those. */
export interface Sendable {
  readonly claimed: ClaimedMail;
  readonly keptBack: readonly RecipientOutcome[];
}

interface Known {
  readonly hasEntries: boolean;
  /** By `performance.now()`. */
  readonly until: number;
}

/** How long it is taken for known whether an organization has any entry. */
const knownMs = 5_000;
const rememberedOrganizations = 10_000;

/**
 * Asks the suppression lists on the way to a server. Many organizations have an empty list: that is remembered for a few
 * seconds, so that their mail costs no question each. The first entry of a list therefore holds a few seconds later.
 */
export class QuietSuppressionCheck implements SuppressionCheck {
  readonly #list: SuppressionList;
  readonly #known = new Map<string, Known>();

  constructor(list: SuppressionList) {
    this.#list = list;
  }

  async suppressed(
    organizationId: string,
    addresses: readonly string[],
    now: string,
    category?: MailCategory,
  ): Promise<ReadonlyMap<string, readonly SuppressionCause[]>> {
    if (!(await this.#hasEntries(organizationId))) return new Map();
    return await this.#list.suppressed(organizationId, addresses, now, category);
  }

  async #hasEntries(organizationId: string): Promise<boolean> {
    const known = this.#known.get(organizationId);
    if (known !== undefined && known.until > performance.now()) return known.hasEntries;
    const until = performance.now() + knownMs;
    const hasEntries = await this.#list.hasEntries(organizationId);
    if (this.#known.size >= rememberedOrganizations) this.#known.clear();
    this.#known.set(organizationId, { hasEntries, until });
    return hasEntries;
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

import type { AuditEntry, ChainedAuditEntry } from './audit-entry';
import { canonicalJson } from './canonical-json';

/** The last entry of a trail that is known for sure; a trail that does not reach it has been cut. */
export interface AuditHead {
  readonly organizationId: string;
  readonly sequence: number;
  readonly hash: string;
}

/** How a trail can turn out not to be the one that was written. */
export const auditFaultKinds = [
  'ENTRY_CHANGED',
  'ENTRY_MISSING',
  'ENTRY_OUT_OF_ORDER',
  'CHAIN_BROKEN',
  'HEAD_MISSING',
  'HEAD_FORGED',
  'HEAD_NOT_REACHED',
  'HEAD_DIFFERS',
] as const;
export type AuditFaultKind = (typeof auditFaultKinds)[number];

/** Where a trail is broken: at this position, in this way. */
export interface AuditFault {
  readonly organizationId: string;
  readonly sequence: number;
  readonly kind: AuditFaultKind;
}

/** SHA-256 of a text in hexadecimal digits; handed in, because the domain has no cryptography of its own. */
export type Digest = (text: string) => string;

/** The hash of an entry: over everything in it and the hash of the one before, in an order that storing cannot change. */
export function entryHash(entry: AuditEntry, previousHash: string | null, digest: Digest): string {
  return digest(canonicalJson({ format: 1, previousHash, entry: plainEntry(entry) }));
}

/** The entry without what the trail adds to it. */
export function plainEntry(entry: AuditEntry): AuditEntry {
  const { organizationId, sequence, at, actor, event, outcome, errorCode, revision, reason } = entry;
  const { before, after, changes, causedBy, requestId } = entry;
  const subject = { organizationId, sequence, at, actor, event, outcome, errorCode, revision, reason };
  return { ...subject, before, after, changes, causedBy, requestId };
}

/** Follows one organization's trail, entry by entry, in the order in which it is kept. */
export class AuditChainCheck {
  readonly #organizationId: string;
  readonly #digest: Digest;
  readonly #heads: readonly AuditHead[];
  readonly #seen = new Map<number, string>();
  readonly #faults: AuditFault[] = [];
  #last: Pick<ChainedAuditEntry, 'sequence' | 'hash'> | null = null;

  /** `heads` are anchors that the trail has to reach, each with the hash that was seen there. */
  constructor(organizationId: string, heads: readonly AuditHead[], digest: Digest) {
    this.#organizationId = organizationId;
    this.#heads = heads;
    this.#digest = digest;
  }

  /** Takes the next entry of the trail. */
  add(entry: ChainedAuditEntry): void {
    const { sequence, hash, previousHash } = entry;
    const expected = (this.#last?.sequence ?? 0) + 1;
    if (sequence > expected) this.#note(expected, 'ENTRY_MISSING');
    if (sequence < expected) this.#note(sequence, 'ENTRY_OUT_OF_ORDER');
    const isRemembered = sequence === expected && previousHash === (this.#last?.hash ?? null);
    if (!isRemembered && sequence === expected) this.#note(sequence, 'CHAIN_BROKEN');
    if (hash !== entryHash(entry, previousHash, this.#digest)) this.#note(sequence, 'ENTRY_CHANGED');
    if (this.#heads.some((head) => head.sequence === sequence)) this.#seen.set(sequence, hash);
    this.#last = { sequence, hash };
  }

  /** The faults found, in the order of the trail, once its last entry has been added. */
  finish(): readonly AuditFault[] {
    const length = this.#last?.sequence ?? 0;
    for (const head of this.#heads) {
      const seen = this.#seen.get(head.sequence);
      if (head.sequence > length) this.#note(length + 1, 'HEAD_NOT_REACHED');
      else if (seen !== undefined && seen !== head.hash) this.#note(head.sequence, 'HEAD_DIFFERS');
    }
    return this.#faults;
  }

  /** The last entry that was added; null for an empty trail. */
  get head(): AuditHead | null {
    return this.#last && { organizationId: this.#organizationId, ...this.#last };
  }

  #note(sequence: number, kind: AuditFaultKind): void {
    const isKnown = this.#faults.some((fault) => fault.sequence === sequence && fault.kind === kind);
    if (!isKnown) this.#faults.push({ organizationId: this.#organizationId, sequence, kind });
  }
}

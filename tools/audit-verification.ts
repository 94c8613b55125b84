import { sha256, type AuditSeal } from '../adapters/crypto/audit-seal';
import type { KnownHead, MongoAuditArchive } from '../adapters/mongo/mongo-audit-archive';
import { AuditChainCheck, type AuditFault, type AuditHead } from '../domain/audit-chain';

export interface VerificationRequest {
  /** Null for all organizations. */
  readonly organizationId: string | null;
  /** Heads that an earlier verification saw. */
  readonly anchors: readonly AuditHead[];
}

export interface VerificationResult {
  readonly organizations: number;
  readonly entries: number;
  readonly faults: readonly AuditFault[];
  /** Where each trail ends now. */
  readonly heads: readonly AuditHead[];
}

/** Follows every trail from its first entry to its last, and compares it with its sealed head and with the anchors. */
export async function verifyTrails(
  archive: MongoAuditArchive,
  seal: AuditSeal,
  { organizationId, anchors }: VerificationRequest,
): Promise<VerificationResult> {
  const verification = new Verification(archive, seal, anchors);
  // Heads first: what is written meanwhile is then behind the trail that is read, never before it.
  await verification.learnHeads(organizationId);
  for await (const entry of archive.entries(organizationId)) {
    await verification.turnTo(entry.organizationId);
    verification.add(entry);
  }
  return await verification.finish(organizationId);
}

class Verification {
  readonly #archive: MongoAuditArchive;
  readonly #seal: AuditSeal;
  readonly #anchors: Map<string, AuditHead>;
  readonly #known = new Map<string, KnownHead>();
  readonly #visited = new Set<string>();
  readonly #faults: AuditFault[] = [];
  readonly #heads: AuditHead[] = [];
  #entries = 0;
  #check: AuditChainCheck | null = null;
  #organizationId: string | null = null;

  constructor(archive: MongoAuditArchive, seal: AuditSeal, anchors: readonly AuditHead[]) {
    this.#archive = archive;
    this.#seal = seal;
    this.#anchors = new Map(anchors.map((anchor) => [anchor.organizationId, anchor]));
  }

  async learnHeads(organizationId: string | null): Promise<void> {
    for (const known of await this.#archive.heads(organizationId)) this.#known.set(known.organizationId, known);
  }

  async turnTo(organizationId: string): Promise<void> {
    if (organizationId === this.#organizationId) return;
    this.#conclude();
    // Began after the heads were read, unless its projection is gone.
    if (!this.#known.has(organizationId)) await this.learnHeads(organizationId);
    this.#visited.add(organizationId);
    this.#organizationId = organizationId;
    this.#check = new AuditChainCheck(organizationId, this.#expectedHeads(organizationId), sha256);
  }

  add(entry: Parameters<AuditChainCheck['add']>[0]): void {
    this.#entries += 1;
    this.#check?.add(entry);
  }

  /** Trails that should be there and are not are cut before their first entry. */
  async finish(organizationId: string | null): Promise<VerificationResult> {
    const expected = [...this.#known.keys(), ...this.#anchors.keys()];
    const missing = expected.filter((id) => !this.#visited.has(id) && (organizationId ?? id) === id);
    for (const id of new Set(missing)) await this.turnTo(id);
    this.#conclude();
    const faults = this.#faults.toSorted(
      (one, other) => one.organizationId.localeCompare(other.organizationId) || one.sequence - other.sequence,
    );
    return { organizations: this.#visited.size, entries: this.#entries, faults, heads: this.#heads };
  }

  #conclude(): void {
    if (!this.#check) return;
    this.#faults.push(...this.#check.finish());
    if (this.#check.head) this.#heads.push(this.#check.head);
    this.#check = null;
  }

  #expectedHeads(organizationId: string): AuditHead[] {
    const anchor = this.#anchors.get(organizationId);
    const known = this.#known.get(organizationId);
    const head = known?.head ?? null;
    if (head === null || !known?.seal) this.#faults.push({ organizationId, sequence: 1, kind: 'HEAD_MISSING' });
    else if (!this.#seal.isGenuine(head, known.seal)) this.#note(head, 'HEAD_FORGED');
    else if (head.sequence !== known.version) this.#note(head, 'HEAD_DIFFERS');
    return [head, anchor ?? null].filter((each) => each !== null);
  }

  #note({ organizationId, sequence }: AuditHead, kind: AuditFault['kind']): void {
    this.#faults.push({ organizationId, sequence, kind });
  }
}

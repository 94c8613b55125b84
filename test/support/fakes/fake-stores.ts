import type { BrandingStore, SeenLogo, StoredLogo } from '../../../activities/ports/branding-store';
import type { CheckAllowance } from '../../../activities/ports/check-allowance';
import type { CheckReportList, ListedReport, ReportFilter } from '../../../activities/ports/check-report-list';
import type { CredentialBinding, CredentialDepositor } from '../../../activities/ports/credential-vault';
import type { DispatcherWaker } from '../../../activities/ports/lifecycle-gateway';
import type { CheckReportStore } from '../../../activities/ports/lifecycle-store';
import type { MailDesk } from '../../../activities/ports/mail-desk';
import type { InlineLogo, MailComposer, MailParts } from '../../../activities/ports/mail-composer';
import type { AcceptedMail, MailFilter, MailRecord, NewMail, OutboxIntake } from '../../../activities/ports/outbox';
import { logoTag } from '../../../adapters/crypto/logo-tag';
import type { CheckReport } from '../../../domain/check-report';
import { CatalogueError, type ErrorCode } from '../../../domain/errors';
import type { ListPage } from '../../../domain/list-order';
import type { Secret } from '../../../domain/secret';
import type { SendingNews } from '../../../domain/sending-news';
import { hasAll, isWithin, pageInMemory } from './page-in-memory';

/** Keeps deposits so that a test can see what was sealed, and under which binding. */
export class FakeCredentialDepositor implements CredentialDepositor {
  readonly deposits = new Map<string, { binding: CredentialBinding; password: Secret }>();
  depositCalls = 0;
  /** What keeps the vault from taking anything. */
  trouble: ErrorCode | null = null;

  async deposit(binding: CredentialBinding, password: Secret): Promise<void> {
    if (this.trouble !== null) throw new CatalogueError(this.trouble);
    this.depositCalls += 1;
    await this.refuseOther(binding, password);
    if (!this.deposits.has(binding.credentialId)) this.deposits.set(binding.credentialId, { binding, password });
  }

  async carryOver(from: CredentialBinding, to: CredentialBinding): Promise<void> {
    const kept = this.deposits.get(from.credentialId);
    if (!kept || kept.binding.revision !== from.revision) throw new CatalogueError('CREDENTIAL_UNREADABLE');
    await this.deposit(to, kept.password);
  }

  async refuseOther(binding: CredentialBinding, password: Secret): Promise<void> {
    const first = this.deposits.get(binding.credentialId);
    if (!first) return;
    const isSame = first.password.reveal() === password.reveal() && first.binding.revision === binding.revision;
    if (!isSame) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
  }
}

/** Allows as many checks as a test says. */
export class FakeCheckAllowance implements CheckAllowance {
  readonly taken: string[] = [];
  left = Number.POSITIVE_INFINITY;

  async take(organizationId: string, commandId: string): Promise<number | null> {
    const id = `${organizationId}/${commandId}`;
    if (this.taken.includes(id)) return null;
    if (this.left <= 0) return 900;
    this.left -= 1;
    this.taken.push(id);
    return null;
  }
}

export class FakeCheckReportStore implements CheckReportStore, CheckReportList {
  readonly #reports = new Map<string, CheckReport>();

  async save(report: CheckReport): Promise<void> {
    this.#reports.set(`${report.organizationId}/${report.id}`, report);
  }

  async find(organizationId: string, reportId: string): Promise<CheckReport | null> {
    return this.#reports.get(`${organizationId}/${reportId}`) ?? null;
  }

  async list(filter: ReportFilter, page: ListPage<'checkReports'>): Promise<readonly ListedReport[]> {
    const { organizationId, purpose, revision, since, until } = filter;
    const wanted = [...this.#reports.values()].filter(
      (report) =>
        hasAll(report, { organizationId, revision }) &&
        (purpose === undefined || report.id.startsWith(`${purpose}-`)) &&
        isWithin(report.startedAt, { since, until }),
    );
    return pageInMemory('checkReports', wanted, page, ({ startedAt, id }) => ({ value: startedAt, id }));
  }
}

export class FakeBrandingStore implements BrandingStore {
  readonly #logos = new Map<string, StoredLogo>();

  async saveLogo(organizationId: string, logo: InlineLogo, seen: SeenLogo = 'any'): Promise<StoredLogo> {
    const saved = { ...logo, tag: logoTag(logo) };
    const standing = this.#logos.get(organizationId)?.tag;
    const isOther = standing !== saved.tag;
    if (seen === 'none' && standing !== undefined && isOther) throw new CatalogueError('PRECONDITION_REQUIRED');
    if (typeof seen === 'object' && standing !== seen.tag && isOther) throw new CatalogueError('PRECONDITION_FAILED');
    this.#logos.set(organizationId, saved);
    return saved;
  }

  async logo(organizationId: string): Promise<StoredLogo | null> {
    return this.#logos.get(organizationId) ?? null;
  }
}

/** Remembers the parts that it was asked to compose. */
export class RecordingMailComposer implements Pick<MailComposer, 'compose'> {
  readonly composed: MailParts[] = [];

  async compose(parts: MailParts): Promise<Uint8Array> {
    this.composed.push(parts);
    return Buffer.from(`Subject: ${parts.subject}\r\n\r\n${parts.text}`);
  }
}

export class FakeOutboxIntake implements OutboxIntake {
  readonly mails: NewMail[] = [];
  trouble: ErrorCode | null = null;

  async accept(mail: NewMail): Promise<MailRecord> {
    if (this.trouble) throw new CatalogueError(this.trouble);
    const known = this.#under(mail.organizationId, mail.idempotencyKey);
    if (known && known.fingerprint !== mail.fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    if (!known) this.mails.push(mail);
    return recordOf(known ?? mail);
  }

  async waitingSince(organizationIds: readonly string[]): Promise<ReadonlyMap<string, 'left'>> {
    const waiting = this.mails.map(({ organizationId }) => organizationId).filter((id) => organizationIds.includes(id));
    return await Promise.resolve(new Map(waiting.map((id) => [id, 'left'])));
  }

  async find(id: string): Promise<MailRecord | null> {
    const mail = this.mails.find((candidate) => candidate.id === id);
    return mail ? recordOf(mail) : null;
  }

  async findByKey(organizationId: string, idempotencyKey: string): Promise<AcceptedMail | null> {
    if (this.trouble) throw new CatalogueError(this.trouble);
    const mail = this.#under(organizationId, idempotencyKey);
    return mail ? { mail: recordOf(mail), fingerprint: mail.fingerprint } : null;
  }

  async list({ organizationId, category }: MailFilter, page: ListPage<'messages'>): Promise<readonly MailRecord[]> {
    const wanted = this.mails.filter((mail) => hasAll(mail, { organizationId, category }));
    return pageInMemory('messages', wanted.map(recordOf), page, ({ acceptedAt, id }) => ({ value: acceptedAt, id }));
  }

  #under(organizationId: string, key: string): NewMail | undefined {
    return this.mails.find((mail) => mail.organizationId === organizationId && mail.idempotencyKey === key);
  }
}

/** A desk that nobody has brought anything to; tests of what it does use the real one. */
export class FakeMailDesk implements MailDesk {
  readonly #outbox: Pick<OutboxIntake, 'find'> | null;

  constructor(outbox: Pick<OutboxIntake, 'find'> | null = null) {
    this.#outbox = outbox;
  }

  async history(): ReturnType<MailDesk['history']> {
    return { attempts: [], resolutions: [] };
  }

  async original(mailId: string): ReturnType<MailDesk['original']> {
    const mail = (await this.#outbox?.find(mailId)) ?? null;
    return mail && { mail, bytes: new Uint8Array(), attachments: [] };
  }

  async needingAttention(): ReturnType<MailDesk['needingAttention']> {
    return [];
  }

  async cancel(): Promise<MailRecord> {
    throw new CatalogueError('MESSAGE_ENDED');
  }

  async resolveHeld(): Promise<MailRecord> {
    throw new CatalogueError('MESSAGE_NOT_HELD');
  }
}

export class FakeDispatcherWaker implements DispatcherWaker {
  readonly woken: string[] = [];
  readonly news: SendingNews[] = [];
  trouble: ErrorCode | null = null;

  async wake(organizationId: string, news?: SendingNews): Promise<void> {
    if (this.trouble) throw new CatalogueError(this.trouble);
    this.woken.push(organizationId);
    if (news) this.news.push(news);
  }
}

function recordOf(mail: NewMail): MailRecord {
  const { id, organizationId, category, messageId, replyTo, subject, acceptedAt, notBefore, expiresAt } = mail;
  const accepted = { state: 'accepted', answer: null, changedAt: acceptedAt } as const;
  return {
    id,
    organizationId,
    category,
    messageId,
    replyTo,
    subject,
    locale: mail.locale ?? null,
    acceptedAt,
    expiresAt,
    state: 'accepted',
    route: null,
    attempts: 0,
    nextAttemptAt: notBefore,
    recipients: mail.recipients.map((recipient) => ({ recipient, ...accepted })),
  };
}

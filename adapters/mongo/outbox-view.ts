import type { MailRecord } from '../../activities/ports/outbox';
import type { MailRoute } from '../../domain/mail-message';
import { dispatchCollection, type DispatchDocument } from './dispatch-document';
import { findLarge } from './find-all';
import { entryId, ledgerCollection, mailIdOf, sequenceOf, type LedgerEntry } from './ledger-entry';
import type { MongoConnection } from './mongo-connection';
import { toMailRecord, type OutboxDocument } from './outbox-schema';
import { afterEntry, isWaiting } from './outbox-transitions';

type Mail = Omit<OutboxDocument, 'bytes'>;

/** How many of a mail's latest attempts are looked at for what servers answered. */
const attemptsLookedAt = 20;
/** How far the clocks of those who claim may be ahead of ours. */
const clocksApartMs = 60_000;

/**
 * Mails as they are at this moment: the outbox follows the ledger a little later, does not repeat what servers said about
 * mail that arrived, and does not know what is in hand.
 */
export class OutboxView {
  readonly #mongo: MongoConnection;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
  }

  async record(mail: Mail): Promise<MailRecord> {
    const [record] = await this.records([mail]);
    return record ?? toMailRecord(mail);
  }

  async records(mails: readonly Mail[]): Promise<readonly MailRecord[]> {
    const soon = new Date(Date.now() + clocksApartMs);
    const claimable = mails.filter((mail) => isClaimable(mail, soon));
    // What is in hand first: a mail that is recorded meanwhile has an entry by the time entries are looked for.
    const inHand = await this.#inHand(claimable);
    const next = claimable.map(({ _id, sequence }) => entryId(_id, sequence + 1));
    const entries = await this.#entries([...next, ...mails.filter(lacksAnswers).flatMap(latestEntryIds)]);
    return mails.map((mail) => {
      const { _id, sequence } = mail;
      const route = inHand.get(entryId(_id, sequence + 1));
      return toMailRecord(asItIs(mail, entries.get(_id) ?? [], route));
    });
  }

  async #entries(ids: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry[]>> {
    if (ids.length === 0) return new Map();
    const wanted = { filter: { _id: { $in: ids } }, projection: {}, limit: ids.length };
    const found = await this.#mongo.native(
      async (database) => await findLarge<LedgerEntry>(database, ledgerCollection, wanted),
    );
    const byMail = new Map<string, LedgerEntry[]>();
    for (const entry of found) byMail.set(mailIdOf(entry), [...(byMail.get(mailIdOf(entry)) ?? []), entry]);
    return byMail;
  }

  async #inHand(mails: readonly Mail[]): Promise<ReadonlyMap<string, MailRoute>> {
    if (mails.length === 0) return new Map();
    const organizations = [...new Set(mails.map(({ organizationId }) => organizationId))];
    const filter = { _id: { $in: organizations } };
    const wanted = { filter, projection: { lanes: 1 }, limit: organizations.length };
    const found = await this.#mongo.native(
      async (database) => await findLarge<Pick<DispatchDocument, 'lanes'>>(database, dispatchCollection, wanted),
    );
    const lanes = found.flatMap((dispatch) => dispatch.lanes);
    return new Map(lanes.flatMap(({ route, attempts }) => attempts.map((id) => [id, route] as const)));
  }
}

/** Nobody claims a mail before its time: until then it is in no hands, and the ledger has nothing that the outbox has not. */
function isClaimable({ phase, nextAttemptAt }: Mail, soon: Date): boolean {
  return phase === 'waiting' && (nextAttemptAt === null || nextAttemptAt <= soon);
}

function lacksAnswers({ recipients }: Mail): boolean {
  return recipients.some(({ state, answer }) => state === 'sent' && answer === null);
}

function latestEntryIds({ _id, sequence }: Mail): string[] {
  const first = Math.max(sequence + 1 - attemptsLookedAt, 1);
  return Array.from({ length: sequence + 1 - first }, (_, index) => entryId(_id, first + index));
}

function asItIs(mail: Mail, entries: readonly LedgerEntry[], inHandOn: MailRoute | undefined): Mail {
  const next = entries.find((entry) => sequenceOf(entry) === mail.sequence + 1);
  if (mail.phase === 'waiting' && next !== undefined) return withAnswers(followed(mail, next), entries);
  if (mail.phase === 'waiting' && inHandOn !== undefined) return beingSent(mail, inHandOn);
  return withAnswers(mail, entries);
}

function followed(mail: Mail, entry: LedgerEntry): Mail {
  const { changed, phase, state, nextAttemptAt, attempts, route, sequence } = afterEntry(mail, entry);
  const byRecipient = new Map(changed.map((record) => [record.recipient, record]));
  const recipients = mail.recipients.map((record) => byRecipient.get(record.recipient) ?? record);
  return { ...mail, phase, state, nextAttemptAt, attempts, route, sequence, recipients };
}

function beingSent(mail: Mail, route: MailRoute): Mail {
  const recipients = mail.recipients.map((record) =>
    isWaiting(record.state) ? { ...record, state: 'sending' as const } : record,
  );
  return { ...mail, route, recipients, state: 'sending', nextAttemptAt: null, attempts: mail.attempts + 1 };
}

/** What the server said about recipients that got the mail stands in the ledger alone. */
function withAnswers(mail: Mail, entries: readonly LedgerEntry[]): Mail {
  if (!lacksAnswers(mail)) return mail;
  const sent = entries.flatMap(({ outcomes }) => outcomes).filter(({ state }) => state === 'sent');
  const answers = new Map(sent.map(({ recipient, answer }) => [recipient, answer]));
  const recipients = mail.recipients.map((record) =>
    record.state === 'sent' ? { ...record, answer: record.answer ?? answers.get(record.recipient) ?? null } : record,
  );
  return { ...mail, recipients };
}

import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { entryId } from '../../adapters/mongo/ledger-entry';
import type { RealStack } from './real-stack';

const organizationId = 'olden';
const dayMs = 24 * 3_600_000;
const count = 6_000;
/** Longer than anything is kept. */
const daysOld = 500;

/** Mails of an organization whose time is over long ago, and some as old that nobody has settled. */
export class OldMail {
  readonly count = count;
  /** Waiting, held, and owing a notice. */
  readonly unsettledIds: readonly string[];
  readonly #real: RealStack;

  private constructor(real: RealStack, unsettledIds: readonly string[]) {
    this.#real = real;
    this.unsettledIds = unsettledIds;
  }

  static async seed(real: RealStack): Promise<OldMail> {
    const later = new Date(Date.now() + dayMs);
    const waiting = mailOf('deferred', { phase: 'waiting', nextAttemptAt: later, expiresAt: later });
    const owing = mailOf('undeliverable', { noticeOwed: true, noticeDueAt: later });
    const unsettled = [waiting, mailOf('held'), owing];
    const settled = Array.from({ length: count }, (_, index) => mailOf('sent', { acceptedAt: acceptedAfter(index) }));
    await real.database.collection('outbox').insertMany([...unsettled, ...settled] as object[]);
    const entries = settled.map(({ _id }) => ({ _id: entryId(_id, 1), organizationId, kind: 'outcome', outcomes: [] }));
    await real.database.collection('ledger').insertMany(entries as object[]);
    const dispatch = { epoch: 1, claimEpoch: 0, lanes: [], claimedAt: null };
    await real.database.collection<{ _id: string }>('dispatches').insertOne({ _id: organizationId, ...dispatch });
    return new OldMail(real, unsettled.map(({ _id }) => _id).toSorted());
  }

  /** The sweep that a Schedule starts otherwise. */
  async startCleaning(): Promise<WorkflowHandle> {
    return await this.#real.temporal.workflow.start('sweepOldMail', {
      workflowId: randomUUID(),
      taskQueue: this.#real.stack.environment['TEMPORAL_TASK_QUEUE'] ?? '',
    });
  }

  async left(): Promise<number> {
    return await this.#mails.countDocuments({ organizationId, state: 'sent' });
  }

  async entries(): Promise<number> {
    return await this.#real.database.collection('ledger').countDocuments({ organizationId });
  }

  /** Those that are there with their content. */
  async unsettled(): Promise<readonly string[]> {
    const found = await this.#mails.find({ organizationId, state: { $ne: 'sent' } }).toArray();
    const whole = found.filter(({ bytes }) => bytes.length() > 0);
    return whole.map(({ _id }) => String(_id)).toSorted();
  }

  get #mails() {
    return this.#real.database.collection('outbox');
  }
}

/** One after the other: an organization's mails are not all accepted in the same millisecond. */
function acceptedAfter(milliseconds: number): Date {
  return new Date(Date.now() - daysOld * dayMs + milliseconds);
}

function mailOf(state: string, changes: object = {}) {
  const id = randomUUID();
  const at = acceptedAfter(0);
  const recipient = { recipient: 'old@partner.example', state, answer: null, changedAt: at, noticeOwed: false };
  return {
    _id: id,
    organizationId,
    idempotencyKey: id,
    fingerprint: '',
    category: 'transactional',
    messageId: `<${id}@platform.example>`,
    replyTo: 'admin@olden.example',
    subject: 'Old',
    bytes: Buffer.from('Subject: Old\r\n\r\nGood day'),
    acceptedAt: at,
    expiresAt: at,
    phase: 'done',
    state,
    movedAt: at,
    nextAttemptAt: null,
    attempts: 1,
    route: 'customer',
    sequence: 1,
    noticeOwed: false,
    noticeDueAt: null,
    noticeAttempts: 0,
    ...changes,
    recipients: [{ ...recipient, ...('noticeOwed' in changes ? { noticeOwed: true } : {}) }],
  };
}

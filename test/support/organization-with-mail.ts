import { randomUUID } from 'node:crypto';

import type { NewMail } from '../../activities/ports/outbox';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import type { MongoOutbox } from '../../adapters/mongo/mongo-outbox';
import type { LifecycleEvent } from '../../domain/lifecycle/events';
import { initialState } from '../../domain/lifecycle/state';
import type { RecipientOutcome } from '../../domain/mail-message';
import { attempt, claim, newMail, outcome, recordOutcomes } from '../adapters/mongo/outbox-fixtures';
import { testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { after, way } from './lifecycle-builders';

/** An organization with a live server, and mails of it in any state, as a dispatcher would leave them. */
export class OrganizationWithMail {
  readonly id = randomUUID();
  readonly #outbox: MongoOutbox;

  private constructor(outbox: MongoOutbox) {
    this.#outbox = outbox;
  }

  /** `events`: what has happened since it went live. */
  static async live(
    { connection }: TestMongo,
    outbox: MongoOutbox,
    ...events: readonly LifecycleEvent[]
  ): Promise<OrganizationWithMail> {
    const organization = new OrganizationWithMail(outbox);
    const projector = new MongoLifecycleProjector(connection, testSeal);
    await projector.save(after([...way.live, ...events], initialState(organization.id)), []);
    return organization;
  }

  /** Accepts a mail and makes one attempt at it that ends for every recipient in this state; answers its id. */
  async mail(
    state: RecipientOutcome['state'],
    recipients: readonly string[] = ['nobody@partner.example'],
    category: NewMail['category'] = 'transactional',
  ): Promise<string> {
    const id = await this.#accept(recipients, category);
    if (!(await attempt(this.#outbox, this.id, state, 1))) throw new Error('There was no mail to attempt');
    return id;
  }

  /** A mail that is being sent at this moment; `finish` records that its server took it. */
  async mailInHand(): Promise<{ mailId: string; finish: () => Promise<unknown> }> {
    const mailId = await this.#accept(['nobody@partner.example'], 'transactional');
    const won = await claim(this.#outbox, this.id, 1);
    if (!won) throw new Error('There was no mail to claim');
    const outcomes = won.claimed.recipients.map((recipient) => outcome(recipient, 'sent'));
    return { mailId, finish: async () => await recordOutcomes(won, outcomes, 1) };
  }

  async #accept(recipients: readonly string[], category: NewMail['category']): Promise<string> {
    const id = randomUUID();
    const mail = newMail({ id, organizationId: this.id, messageId: `<${id}@platform.example>`, recipients, category });
    // Reports about it are looked for in the days around its acceptance.
    const acceptedAt = new Date(Date.now() - 60_000).toISOString();
    await this.#outbox.accept({ ...mail, acceptedAt });
    return id;
  }
}

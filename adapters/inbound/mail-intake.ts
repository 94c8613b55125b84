import { createHash } from 'node:crypto';

import type { InboundMailIntake, NewInboundMail } from '../../activities/ports/inbound-mail-store';
import { identifyingRanges } from '../../domain/inbound/content-identity';
import type { InboundMailClass, InboundPeer } from '../../domain/inbound/inbound-mail';
import type { ReturnToken } from '../../domain/inbound/return-token';
import { RoutingQueue, type RoutingQueueDependencies } from './routing-queue';

/** A mail whose recipient was accepted before. */
export interface TakenMail {
  readonly raw: Buffer;
  readonly sender: string;
  readonly recipient: string;
  readonly peer: InboundPeer;
  readonly token: ReturnToken | null;
}

export interface MailIntakeDependencies extends RoutingQueueDependencies {
  readonly store: InboundMailIntake;
  readonly now: () => Date;
}

/** Takes a mail over: it is stored durably first, and only then is its routing started. */
export class MailIntake {
  readonly #dependencies: MailIntakeDependencies;
  readonly #routing: RoutingQueue;

  constructor(dependencies: MailIntakeDependencies) {
    this.#dependencies = dependencies;
    this.#routing = new RoutingQueue(dependencies);
  }

  /** The content identity under which the mail is stored. Throws STORE_UNAVAILABLE. */
  async take(taken: TakenMail): Promise<string> {
    const { store, observer, now } = this.#dependencies;
    const mail = newInboundMail(taken, now());
    await this.#routing.after(mail, async () => observer.count(await store.store(mail)));
    return mail.id;
  }

  /** Begins no more routings; the sweep starts those that wait. */
  close(): void {
    this.#routing.close();
  }
}

function newInboundMail({ raw, sender, recipient, peer, token }: TakenMail, now: Date): NewInboundMail {
  return {
    id: contentIdentity(raw, recipient),
    raw,
    envelope: { sender, recipient },
    peer,
    receivedAt: now.toISOString(),
    class: classOf(token),
    token,
  };
}

function contentIdentity(raw: Buffer, recipient: string): string {
  const hash = createHash('sha256').update(`${recipient.toLowerCase()}\0`);
  for (const [start, end] of identifyingRanges(raw)) hash.update(raw.subarray(start, end));
  return hash.digest('hex');
}

function classOf(token: ReturnToken | null): InboundMailClass {
  if (token === null) return 'other';
  return token.kind === 'check' ? 'returned-test-mail' : 'bounce';
}

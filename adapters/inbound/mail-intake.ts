import { createHash } from 'node:crypto';

import type { InboundMailIntake, InboundMailRouter, NewInboundMail } from '../../activities/ports/inbound-mail-store';
import { identifyingRanges } from '../../domain/inbound/content-identity';
import type { InboundMailClass, InboundPeer } from '../../domain/inbound/inbound-mail';
import type { ReturnToken } from '../../domain/inbound/return-token';
import type { InboundObserver } from './inbound-events';

/** A mail whose recipient was accepted before. */
export interface TakenMail {
  readonly raw: Buffer;
  readonly sender: string;
  readonly recipient: string;
  readonly peer: InboundPeer;
  readonly token: ReturnToken | null;
}

export interface MailIntakeDependencies {
  readonly store: InboundMailIntake;
  readonly router: InboundMailRouter;
  readonly observer: InboundObserver;
  readonly now: () => Date;
  readonly onError: (what: string, error: unknown) => void;
}

/** Takes a mail over: it is stored durably first, and only then is its routing started. */
export class MailIntake {
  readonly #dependencies: MailIntakeDependencies;

  constructor(dependencies: MailIntakeDependencies) {
    this.#dependencies = dependencies;
  }

  /** The content identity under which the mail is stored. Throws STORE_UNAVAILABLE. */
  async take(taken: TakenMail): Promise<string> {
    const { store, observer, now } = this.#dependencies;
    const mail = newInboundMail(taken, now());
    observer.count(await store.store(mail));
    // The client has its answer without this: a sweep starts what could not be started now.
    void this.#startRouting(mail);
    return mail.id;
  }

  async #startRouting(mail: NewInboundMail): Promise<void> {
    const { router, observer, onError } = this.#dependencies;
    try {
      await router.route(mail);
    } catch (error) {
      observer.count('routing_failed');
      onError('The routing of a stored mail could not be started; the sweep will start it', error);
    }
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

import { log, patched, setHandler, type SignalDefinition } from '@temporalio/workflow';

import type { Fact } from '../../domain/lifecycle/events';
import { readFact, type SignalledFact } from '../../domain/lifecycle/read-fact';
import {
  bounceRejectedSignal,
  certificateSeenSignal,
  firstMailSentSignal,
  refusalPatternSignal,
  sendingFailedSignal,
  sendingWorksSignal,
  testMailReturnedSignal,
} from '../contract';
import { planFor } from './command-details';
import type { LifecycleBook } from './lifecycle-book';

/** Facts from outside come as Signals; one that no longer matters, or that makes no sense, changes nothing. */
export function registerFactHandlers(book: LifecycleBook): void {
  setHandler(testMailReturnedSignal, (payload) => beginReview(book, payload));
  setHandler(sendingFailedSignal, (payload) => countFailure(book, payload));
  register(book, sendingWorksSignal, 'sendingWorks');
  register(book, certificateSeenSignal, 'certificateSeen');
  register(book, firstMailSentSignal, 'firstMailSent');
  register(book, refusalPatternSignal, 'refusalPatternSeen');
  register(book, bounceRejectedSignal, 'bounceRejected');
}

function register<Payload>(book: LifecycleBook, signal: SignalDefinition<[Payload]>, fact: SignalledFact): void {
  setHandler(signal, (payload) => {
    const read = readSignal(fact, payload);
    if (read) book.apply(read, 'signal');
  });
}

/** How many failures are too many is the policy's business; executions from before they were counted stop at the first. */
function countFailure(book: LifecycleBook, payload: unknown): void {
  const fact = readSignal('sendingFailed', payload);
  if (fact?.type !== 'sendingFailed') return;
  const { healthFailures: failureLimit, sendingFailureSpacingMs: spacingMs } = book.limits;
  const limits = patched('counted-sending-failures') ? { failureLimit, spacingMs } : {};
  book.apply({ ...fact, payload: { ...fact.payload, ...limits } }, 'signal');
}

/** The review that the returned test mail begins needs its plan first; the state may move meanwhile. */
async function beginReview(book: LifecycleBook, payload: unknown): Promise<void> {
  const fact = readSignal('testMailReturned', payload);
  if (fact?.type !== 'testMailReturned' || book.judge(fact).kind !== 'accepted') return;
  book.apply({ ...fact, payload: { ...fact.payload, plan: await planFor(book.state) } }, 'signal');
}

function readSignal(fact: SignalledFact, payload: unknown): Fact | undefined {
  try {
    return readFact(fact, payload, new Date().toISOString());
  } catch (error) {
    log.warn('A signal without the expected shape was ignored', { fact, error });
    return undefined;
  }
}

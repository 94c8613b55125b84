import { log, setHandler, type SignalDefinition } from '@temporalio/workflow';

import { readFact, type SignalledFact } from '../../domain/lifecycle/read-fact';
import { certificateSeenSignal, sendingFailedSignal, testMailReturnedSignal } from '../contract';
import type { LifecycleBook } from './lifecycle-book';

/** Facts from outside come as Signals; one that no longer matters, or that makes no sense, changes nothing. */
export function registerFactHandlers(book: LifecycleBook): void {
  register(book, testMailReturnedSignal, 'testMailReturned');
  register(book, sendingFailedSignal, 'sendingFailed');
  register(book, certificateSeenSignal, 'certificateSeen');
}

function register<Payload>(book: LifecycleBook, signal: SignalDefinition<[Payload]>, fact: SignalledFact): void {
  setHandler(signal, (payload) => {
    try {
      book.apply(readFact(fact, payload, new Date().toISOString()), 'signal');
    } catch (error) {
      log.warn('A signal without the expected shape was ignored', { fact, error });
    }
  });
}

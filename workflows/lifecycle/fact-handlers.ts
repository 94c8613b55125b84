import { log, setHandler } from '@temporalio/workflow';

import type { Fact } from '../../domain/lifecycle/events';
import { certificateSeenSignal, sendingFailedSignal, testMailReturnedSignal } from '../contract';
import type { LifecycleBook } from './lifecycle-book';

/** Facts from outside come as Signals; one that no longer matters, or that makes no sense, changes nothing. */
export function registerFactHandlers(book: LifecycleBook): void {
  setHandler(testMailReturnedSignal, (payload) =>
    note(book, { type: 'testMailReturned', actor: { kind: 'system', part: 'check' }, at: now(), payload }),
  );
  setHandler(sendingFailedSignal, (payload) =>
    note(book, { type: 'sendingFailed', actor: { kind: 'system', part: 'delivery' }, at: now(), payload }),
  );
  setHandler(certificateSeenSignal, (payload) =>
    note(book, { type: 'certificateSeen', actor: { kind: 'system', part: 'delivery' }, at: now(), payload }),
  );
}

function note(book: LifecycleBook, fact: Fact): void {
  try {
    book.apply(fact, 'signal');
  } catch (error) {
    log.warn('A signal without the expected shape was ignored', { fact: fact.type, error });
  }
}

function now(): string {
  return new Date().toISOString();
}

import { log, setHandler } from '@temporalio/workflow';

import type { CommandEnvelope, CommandReceipt } from '../../domain/lifecycle/command';
import { confirmationObstacle, isConfirmed } from '../../domain/lifecycle/draft-rules';
import { commandNames, type Command, type CommandName } from '../../domain/lifecycle/events';
import type { Outcome } from '../../domain/lifecycle/outcome';
import { MalformedMessage, readText } from '../../domain/lifecycle/raw-message';
import { readCommand } from '../../domain/lifecycle/read-command';
import { lifecycle } from '../activity-proxies';
import { commandUpdate, decisionSignal, stateQuery, type DecisionSignal } from '../contract';
import { fail } from '../failures';
import { beginsReview, withConsequences, withPlan } from './command-details';
import { refusingDefects } from './defects';
import type { LifecycleBook } from './lifecycle-book';
import { registerFactHandlers } from './fact-handlers';
import { registerRepairHandler } from './repair-handler';

/** Registers every handler, before the workflow's first await: an Update without a handler would be rejected. */
export function registerHandlers(book: LifecycleBook): void {
  setHandler(stateQuery, () => book.state);
  for (const name of commandNames) registerCommand(book, name);
  setHandler(decisionSignal, (signal) => decideBySignal(book, signal));
  registerFactHandlers(book);
  registerRepairHandler(book);
}

function registerCommand(book: LifecycleBook, name: CommandName): void {
  setHandler(commandUpdate(name), (envelope) => refusingDefects(name, () => carryOut(book, name, envelope)), {
    validator: (envelope) => validate(book, name, envelope),
  });
}

/** Refuses before anything is written to history. A malformed envelope, which no client of ours sends, is refused too. */
function validate(book: LifecycleBook, name: CommandName, envelope: CommandEnvelope): void {
  if (book.receipt(envelope.commandId)) return;
  refuseOtherVersion(envelope, book);
  const command = commandFrom(name, envelope);
  refuseWhatIsRefused(command, book.judge(command), book);
}

async function carryOut(book: LifecycleBook, name: CommandName, envelope: CommandEnvelope): Promise<CommandReceipt> {
  const receipt = book.receipt(envelope.commandId) ?? (await acceptCommand(book, name, envelope));
  await book.saved(receipt.version);
  return receipt;
}

async function acceptCommand(
  book: LifecycleBook,
  name: CommandName,
  envelope: CommandEnvelope,
): Promise<CommandReceipt> {
  const { commandId, fingerprint, payload, requestId } = envelope;
  if ('code' in payload) await compareCode(book, payload, commandId);
  const given = commandFrom(name, envelope);
  // Nothing is awaited without need: executions of earlier versions took these steps in one go.
  const command = beginsReview(given)
    ? await withPlan(given, book.state)
    : withConsequences(given, book.state, book.limits.appealMs);
  // The answer may have been given, or the state may have moved, in the meantime.
  const known = book.receipt(commandId);
  if (known) return known;
  refuseOtherVersion(envelope, book);
  const outcome = book.apply(command, commandId, typeof requestId === 'string' ? requestId : null);
  refuseWhatIsRefused(command, outcome, book);
  return book.keepReceipt({ commandId, command: name, fingerprint, at: now() });
}

/** Whoever has not seen the present version has to look at it first. */
function refuseOtherVersion({ expectedVersion }: CommandEnvelope, book: LifecycleBook): void {
  if (expectedVersion !== undefined && expectedVersion !== book.state.version) throw fail('PRECONDITION_FAILED');
}

/** Refuses nobody who types the right code for a test mail that has come back by itself meanwhile. */
function refuseWhatIsRefused(command: Command, outcome: Outcome, book: LifecycleBook): void {
  if (outcome.kind !== 'refused') return;
  const isLate = command.type === 'confirmTestMail' && outcome.error === 'NOT_AWAITING_CONFIRMATION';
  if (isLate && isConfirmed(book.state, command.payload.revision)) return;
  throw fail(outcome.error, outcome.faults);
}

async function compareCode(
  book: LifecycleBook,
  typed: { readonly revision: number; readonly code: string },
  commandId: string,
): Promise<void> {
  const { organizationId, draft } = book.state;
  const { revision, code } = typed;
  const matches = await lifecycle.matchConfirmationCode.executeWithOptions({ summary: 'Compare the typed code' }, [
    { organizationId, revision, run: draft?.run ?? 0, code },
  ]);
  if (matches) return;
  const obstacle = confirmationObstacle(book.state, revision);
  if (obstacle && !isConfirmed(book.state, revision)) throw fail(obstacle);
  book.apply(
    { type: 'wrongCodeTyped', actor: { kind: 'system', part: 'check' }, at: now(), payload: { revision } },
    commandId,
  );
  await book.allSaved();
  throw fail('CONFIRMATION_CODE_WRONG');
}

/** Nobody waits for a signal's answer, so an invalid decision leaves its trace in the audit trail alone. */
function decideBySignal(book: LifecycleBook, signal: DecisionSignal): void {
  try {
    const { actor, revision, decision } = signal;
    const commandId = readText({ ...signal }, 'commandId');
    if (book.receipt(commandId)) return;
    const given = commandFrom('decide', { actor, payload: { revision, decision } });
    const command = withConsequences(given, book.state, book.limits.appealMs);
    const outcome = book.apply(command, commandId);
    if (outcome.kind === 'refused') book.noteRefusal(command, commandId, outcome.error);
    else book.keepReceipt({ commandId, command: 'decide', fingerprint: 'signal', at: now() });
  } catch (error) {
    log.warn('A decision signal without the expected shape was ignored', { error });
  }
}

function commandFrom(type: CommandName, { actor, payload }: Pick<CommandEnvelope, 'actor' | 'payload'>): Command {
  try {
    return readCommand(type, { actor, payload }, now());
  } catch (error) {
    throw error instanceof MalformedMessage ? fail('INVALID_REQUEST') : error;
  }
}

function now(): string {
  return new Date().toISOString();
}

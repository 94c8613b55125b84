import type { CheckCode, CheckStage } from './check-report';
import type { RecipientOutcome, ServerAnswer } from './mail-message';
import { classify, isSenderRefusal, isSizeRefusal } from './smtp-classification';
import { isPermanent, isPositive, type SmtpReply } from './smtp-reply';
import type { SmtpTrouble, TroubleKind } from './smtp-trouble';

/** What was said about one mail, command by command; null where no reply came or the command was never sent. */
export interface MailTransaction {
  readonly sender: SmtpReply | null;
  /** One reply for each recipient, in the order given. */
  readonly recipients: readonly (SmtpReply | null)[];
  /** The reply to DATA, normally 354. */
  readonly data: SmtpReply | null;
  /** The reply to the final dot: the only proof that the server took the mail (RFC 5321 section 4.2.5). */
  readonly end: SmtpReply | null;
  /** False only when the final dot certainly never left. */
  readonly endMayBeWritten: boolean;
  /** What ended the dialogue when the last command got no reply. */
  readonly trouble: SmtpTrouble | null;
}

/** What a transaction means for its recipients, and what the customer must mend before anything can be sent. */
export interface TransactionResult {
  readonly outcomes: readonly RecipientOutcome[];
  readonly customerTrouble: CheckCode | null;
}

const passingTroubles = new Set<CheckCode>(['CONNECTION_REFUSED', 'DNS_NOT_FOUND', 'PROTOCOL_BROKEN']);
const offeredAll = { auth: true, startTls: true };

/**
 * Tells what became of each recipient. A reply code decides; without one the final dot decides: certainly not sent means
 * retry, possibly sent means held, never resent by itself.
 */
export function judgeTransaction(recipients: readonly string[], transaction: MailTransaction): TransactionResult {
  const refusal = isTooLarge(transaction) ? null : senderTrouble(transaction);
  if (refusal !== null) return deferAll(recipients, refusal);
  const outcomes = recipients.map((recipient, index) =>
    judgeRecipient(recipient, transaction.recipients[index] ?? null, transaction),
  );
  return { outcomes, customerTrouble: null };
}

/** Everybody waits: the server could not be used at all. Some troubles need the customer, the others pass by themselves. */
export function deferAll(recipients: readonly string[], trouble: SmtpTrouble): TransactionResult {
  const { code } = classify(trouble);
  const answer = trouble.kind === 'reply' ? answerOf(trouble.reply) : ownAnswer(code);
  return {
    outcomes: recipients.map((recipient) => ({ recipient, state: 'deferred', answer })),
    customerTrouble: lastingTrouble(trouble),
  };
}

/** The code of a trouble that stays until somebody mends something; null for one that may pass by itself. */
export function lastingTrouble(trouble: SmtpTrouble): CheckCode | null {
  const { code, verdict } = classify(trouble);
  return verdict === 'fail' && !passingTroubles.has(code) ? code : null;
}

/** The first stage of a transaction that was not passed, as a trouble; null when the mail was taken for everyone. */
export function transactionTrouble(transaction: MailTransaction): SmtpTrouble | null {
  const { sender, recipients, data, end } = transaction;
  const steps: readonly (readonly [CheckStage, SmtpReply | null])[] = [
    ['mail-from', sender],
    ...recipients.map((reply) => ['rcpt-to', reply] as const),
    ['data', data],
    ['data', end],
  ];
  const stopped = steps.find(([, reply]) => !isPositive(reply));
  if (stopped === undefined) return null;
  const [stage, reply] = stopped;
  if (reply !== null) return replyTrouble(stage, reply);
  return { stage, kind: silenceKind(transaction), offered: offeredAll };
}

/** Why a command got no reply. After the final dot silence has a meaning of its own: the mail may have been taken. */
function silenceKind({ endMayBeWritten, trouble }: MailTransaction): TroubleKind {
  if (trouble === null || trouble.kind === 'reply' || trouble.kind === 'closed' || trouble.kind === 'timed-out') {
    if (endMayBeWritten) return 'answer-lost';
  }
  return trouble === null || trouble.kind === 'reply' ? 'closed' : trouble.kind;
}

/** A refusal that is about the sender or the login, not about a recipient: nobody can be reached until it is mended. */
function senderTrouble({ sender, recipients, data, end, ...rest }: MailTransaction): SmtpTrouble | null {
  if (sender === null) return rest.endMayBeWritten ? null : rest.trouble;
  if (!isPositive(sender)) return replyTrouble('mail-from', sender);
  const [first] = recipients;
  if (first && recipients.every(isAboutSender)) return replyTrouble('rcpt-to', first);
  const last = end ?? data;
  return isAboutSender(last) ? replyTrouble('data', last) : null;
}

function isAboutSender(reply: SmtpReply | null): reply is SmtpReply {
  return reply !== null && isPermanent(reply) && (reply.code === 530 || isSenderRefusal(reply));
}

/** A mail that is too large for the server concerns this mail alone, whoever noticed it. */
function isTooLarge({ sender, trouble }: MailTransaction): boolean {
  return trouble?.kind === 'too-large' || (sender !== null && isPermanent(sender) && isSizeRefusal(sender));
}

function judgeRecipient(recipient: string, reply: SmtpReply | null, transaction: MailTransaction): RecipientOutcome {
  const { sender, data, end, endMayBeWritten, trouble } = transaction;
  const steps = [['MAIL', sender] as const, ['RCPT', reply] as const, ['DATA', data] as const, ['DATA', end] as const];
  const [command, refusal = null] = steps.find(([, given]) => given !== null && !isPositive(given)) ?? [];
  if (command && refusal) {
    return { recipient, state: refusedState(refusal), answer: { ...answerOf(refusal), command } };
  }
  if (end !== null) return { recipient, state: 'sent', answer: answerOf(end) };
  const answer = ownAnswer(trouble === null ? 'CONNECTION_LOST' : classify(trouble).code);
  if (trouble?.kind === 'too-large') return { recipient, state: 'undeliverable', answer };
  return { recipient, state: endMayBeWritten ? 'held' : 'deferred', answer };
}

function refusedState(reply: SmtpReply): 'undeliverable' | 'deferred' {
  return isPermanent(reply) ? 'undeliverable' : 'deferred';
}

function replyTrouble(stage: CheckStage, reply: SmtpReply): SmtpTrouble {
  return { stage, kind: 'reply', reply, offered: offeredAll };
}

function answerOf(reply: SmtpReply): ServerAnswer {
  return { replyCode: reply.code, enhancedStatus: reply.enhancedStatus, text: reply.text };
}

/** An answer in our own words, where the server gave none. */
function ownAnswer(code: CheckCode): ServerAnswer {
  return { replyCode: null, enhancedStatus: null, text: code };
}

import type { BounceRecipient } from '../domain/bounces/bounce-reading';
import type { InboundMailClass } from '../domain/inbound/inbound-mail';
import { correlate, type CandidateMail } from '../domain/undeliverables/correlation';
import {
  outcomeOf,
  unreadOutcomes,
  type InboundFinding,
  type InboundOutcome,
} from '../domain/undeliverables/inbound-finding';
import { loopSign } from '../domain/undeliverables/loop-guard';
import { applyBounce, toldOf, type Applied, type ApplyDeps, type OrganizationPattern } from './apply-bounce';
import { gatherEvidence, gatherGuesses, type EvidenceDeps, type SharedEvidence } from './gather-evidence';
import { newRejections, rejectionFaults } from './new-rejections';
import { routeCheckBounce, type CheckBounceDeps } from './route-check-bounce';
import type { BounceReader } from './ports/bounce-reader';
import type { InboundMail, InboundMailLedger, Rejection } from './ports/inbound-mail-store';
import type { ReceivedMailObserver } from './ports/received-mail-observer';

export interface ReceivedMailDeps extends EvidenceDeps, ApplyDeps, CheckBounceDeps {
  readonly inboundMails: InboundMailLedger;
  readonly bounces: BounceReader;
  readonly receivedMails: ReceivedMailObserver;
  /** By which we know our own notices. */
  readonly platformDomain: string;
}

/** `again`: an attempt that the mail speaks of is not recorded yet; the mail has to be routed once more, a little later. */
export interface ReceivedMailResult {
  readonly again: boolean;
  readonly outcome: InboundOutcome | null;
  readonly patterns: readonly OrganizationPattern[];
  /** What the lifecycles of these organizations have to note; missing in results from before it was. */
  readonly rejections?: readonly Rejection[];
}

const nothing: ReceivedMailResult = { again: false, outcome: null, patterns: [] };
const otherKinds: ReadonlySet<InboundMailClass> = new Set(['returned-test-mail']);

/**
 * Reads a stored mail, holds it against the outbox, and settles it. Repeatable at every point: states move by
 * compare-and-set, failures and suppressions are recorded once. Throws STORE_UNAVAILABLE.
 */
export async function routeReceivedMail(deps: ReceivedMailDeps, inboundMailId: string): Promise<ReceivedMailResult> {
  const mail = await deps.inboundMails.find(inboundMailId);
  if (mail === null) return nothing;
  // Settled by an attempt that could not tell any more what was to be noted.
  if (mail.state === 'settled') return { ...nothing, rejections: await newRejections(deps, mail, mail.findings) };
  if (otherKinds.has(mail.class)) return await settle(deps, mail, 'kept', []);
  const { reading, headers } = deps.bounces.read(mail.raw);
  const sign = loopSign(headers, deps.platformDomain);
  if (sign !== null) return await settle(deps, mail, sign, []);
  if (mail.token?.kind === 'check-bounce') {
    return await settle(deps, mail, await routeCheckBounce(deps, mail, reading), []);
  }
  const evidence = await gatherEvidence(deps, mail, reading);
  const applied: Applied[] = [];
  for (const recipient of reading.recipients) {
    const one = await apply(deps, mail, recipient, evidence);
    if (one === null) return { ...nothing, again: true };
    applied.push(one);
  }
  const findings = applied.map(({ finding }) => finding);
  const circumstances = { isExpected: mail.token !== null, isEncrypted: reading.encrypted };
  const settled = await settle(deps, mail, outcomeOf(findings, circumstances), findings);
  return { ...settled, patterns: applied.flatMap(({ pattern }) => pattern ?? []) };
}

async function settle(
  deps: ReceivedMailDeps,
  mail: InboundMail,
  outcome: InboundOutcome,
  findings: readonly InboundFinding[],
): Promise<ReceivedMailResult> {
  const at = new Date().toISOString();
  await deps.inboundMails.settle(mail.id, { outcome, findings, at, class: classOf(mail, outcome) });
  deps.receivedMails.settled(outcome, rejectionFaults(findings));
  return { ...nothing, outcome, rejections: await newRejections(deps, mail, findings) };
}

/** A bounce that a person has to look at stands in a queue of its own; so does one that was understood after all. */
function classOf(mail: InboundMail, outcome: InboundOutcome): InboundMailClass {
  if (unreadOutcomes.has(outcome)) return 'unparseable';
  return mail.class === 'unparseable' ? 'bounce' : mail.class;
}

async function apply(
  deps: ReceivedMailDeps,
  mail: InboundMail,
  recipient: BounceRecipient,
  evidence: SharedEvidence,
): Promise<Applied | null> {
  const byRecipientAndTime: readonly CandidateMail[] = hasReference(evidence)
    ? []
    : await gatherGuesses(deps, mail, recipient);
  const correlation = correlate(recipient, { ...evidence, byRecipientAndTime });
  switch (correlation.kind) {
    case 'certain':
      return await applyBounce(deps, { inboundMailId: mail.id, reading: recipient, correlation });
    case 'guess': {
      const candidates = correlation.mails.map(({ id }) => id);
      return toldOf(recipient, { effect: 'guessed', proof: correlation.proof, candidates });
    }
    case 'rejected': {
      const { fault: because, mail: about } = correlation;
      const named = { organizationId: about?.organizationId ?? null, mailId: about?.id ?? null };
      return toldOf(recipient, { effect: 'rejected', because, ...named });
    }
    case 'unknown':
      return toldOf(recipient, { effect: 'unknown-mail' });
  }
}

function hasReference({ signedAddress, byMessageId, byEnvelopeId }: SharedEvidence): boolean {
  return signedAddress !== null || byMessageId !== null || byEnvelopeId !== null;
}

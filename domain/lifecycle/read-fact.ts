import type { SystemActor } from '../actor';
import type { Fact } from './events';
import { asRecord, readCount, readMoment, readText } from './raw-message';

/** Facts that may come from outside the workflow, as Signals. */
export const signalledFacts = [
  'testMailReturned',
  'sendingFailed',
  'certificateSeen',
  'firstMailSent',
  'sendingWorks',
  'refusalPatternSeen',
  'bounceRejected',
] as const;
export type SignalledFact = (typeof signalledFacts)[number];

const delivery: SystemActor = { kind: 'system', part: 'delivery' };
const check: SystemActor = { kind: 'system', part: 'check' };

/** Makes a fact of what a Signal brought, taking over known fields alone. Throws MalformedMessage. */
export function readFact(type: SignalledFact, payload: unknown, at: string): Fact {
  const raw = asRecord(payload, 'payload');
  if (type === 'bounceRejected') {
    const rejection = { reason: readText(raw, 'reason'), inboundMailId: readText(raw, 'inboundMailId') };
    return { type, actor: delivery, at, payload: rejection };
  }
  const revision = readCount(raw, 'revision');
  switch (type) {
    case 'testMailReturned':
      return { type, actor: check, at, payload: { revision, run: readCount(raw, 'run') } };
    case 'sendingFailed': {
      const trouble = { credentialId: readText(raw, 'credentialId'), code: readText(raw, 'code') };
      return { type, actor: delivery, at, payload: { revision, ...trouble } };
    }
    case 'refusalPatternSeen': {
      const pattern = { reason: readText(raw, 'reason'), recipients: readCount(raw, 'recipients') };
      return { type, actor: delivery, at, payload: { revision, ...pattern } };
    }
    case 'certificateSeen':
      return { type, actor: delivery, at, payload: { revision, expiresAt: readMoment(raw, 'expiresAt') } };
    case 'sendingWorks':
      return { type, actor: delivery, at, payload: { revision, credentialId: readText(raw, 'credentialId') } };
    case 'firstMailSent':
      return { type, actor: delivery, at, payload: { revision } };
  }
}

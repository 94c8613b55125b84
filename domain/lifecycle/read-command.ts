import { roles, type PersonActor } from '../actor';
import { settingsFields } from '../mail-server-settings';
import { checklistItems } from '../review/checklist';
import { undeliverablesTargets } from '../undeliverable-routing';
import type { Command, CommandName, CommandPayloads, TermsPayload } from './events';
import {
  asRecord,
  MalformedMessage,
  readChoice,
  readChoices,
  readCount,
  readFlag,
  readMoment,
  readOptionalText,
  readText,
  type RawMessage,
} from './raw-message';
import { readSettings } from './read-settings';
import { returnPathModes, type ReturnPathMode } from '../return-path';
import { longestSuspendedWaitHours, suspendedMailActions, type SuspendedMailPolicy } from '../suspended-mail';
import { longestSecretOverlapHours } from '../webhooks/webhook-url';
import { deduplicationHeaders, policyBounds, type SendingPolicy } from '../sending-policy';
import { decisionVerdicts, type Decision, type MailPreferences, type OrganizationProfile } from './state';

/** What is common to all commands. */
interface Issued {
  readonly actor: PersonActor;
  readonly at: string;
}

/**
 * Makes a command of what claims to be one, taking over known fields alone, so that nothing malformed ever gets into the
 * state, the audit trail or the store. Throws MalformedMessage.
 */
export function readCommand(type: CommandName, message: { actor: unknown; payload: unknown }, at: string): Command {
  const issued = { actor: readPerson(message.actor), at };
  return readers[type](issued, asRecord(message.payload, 'payload'));
}

const readers: Readonly<Record<CommandName, (issued: Issued, raw: RawMessage) => Command>> = {
  register: (issued, raw) => ({ ...issued, type: 'register', payload: { profile: readProfile(raw['profile']) } }),
  closeOrganization: (issued, raw) => {
    return { ...issued, type: 'closeOrganization', payload: { reason: readText(raw, 'reason') } };
  },
  setPreferences: (issued, raw) => {
    return { ...issued, type: 'setPreferences', payload: { preferences: readPreferences(raw['preferences']) } };
  },
  setSendingPolicy: (issued, raw) => {
    return { ...issued, type: 'setSendingPolicy', payload: { policy: readSendingPolicy(raw['policy']) } };
  },
  setWebhookEndpoint: (issued, raw) => {
    const payload = { url: readText(raw, 'url'), credentialId: readText(raw, 'credentialId') };
    return { ...issued, type: 'setWebhookEndpoint', payload };
  },
  rotateWebhookSecret: (issued, raw) => {
    return { ...issued, type: 'rotateWebhookSecret', payload: readSecretRotation(raw) };
  },
  removeWebhookEndpoint: (issued, raw) => {
    return { ...issued, type: 'removeWebhookEndpoint', payload: { reason: readOptionalText(raw, 'reason') } };
  },
  reviveLifecycle: (issued, raw) => {
    return { ...issued, type: 'reviveLifecycle', payload: { reason: readText(raw, 'reason') } };
  },
  unlock: (issued, raw) => ({ ...issued, type: 'unlock', payload: readTerms(raw) }),
  changeTerms: (issued, raw) => ({ ...issued, type: 'changeTerms', payload: readTerms(raw) }),
  revoke: (issued, raw) => ({ ...issued, type: 'revoke', payload: { reason: readText(raw, 'reason') } }),
  submitSettings: (issued, raw) => ({ ...issued, type: 'submitSettings', payload: readSubmission(raw) }),
  recheck: (issued, raw) => ({ ...issued, type: 'recheck', payload: { revision: readCount(raw, 'revision') } }),
  confirmTestMail: (issued, raw) => {
    return { ...issued, type: 'confirmTestMail', payload: { revision: readCount(raw, 'revision') } };
  },
  withdraw: (issued, raw) => ({ ...issued, type: 'withdraw', payload: { revision: readCount(raw, 'revision') } }),
  rotatePassword: (issued, raw) => {
    const payload = { revision: readCount(raw, 'revision'), credentialId: readText(raw, 'credentialId') };
    return { ...issued, type: 'rotatePassword', payload };
  },
  pause: (issued, raw) => ({ ...issued, type: 'pause', payload: { reason: readText(raw, 'reason') } }),
  continue: (issued, raw) => ({ ...issued, type: 'continue', payload: { note: readOptionalText(raw, 'note') } }),
  claimReview: (issued, raw) => ({ ...issued, type: 'claimReview', payload: { revision: readCount(raw, 'revision') } }),
  releaseReview: (issued, raw) => {
    return { ...issued, type: 'releaseReview', payload: { revision: readCount(raw, 'revision') } };
  },
  decide: (issued, raw) => {
    const payload = { revision: readCount(raw, 'revision'), decision: readDecision(raw['decision']) };
    return { ...issued, type: 'decide', payload };
  },
  appeal: (issued, raw) => {
    const payload = { revision: readCount(raw, 'revision'), comment: readText(raw, 'comment') };
    return { ...issued, type: 'appeal', payload };
  },
  rollBack: (issued, raw) => {
    const payload = { revision: readCount(raw, 'revision'), reason: readText(raw, 'reason') };
    return { ...issued, type: 'rollBack', payload };
  },
  suspend: (issued, raw) => ({ ...issued, type: 'suspend', payload: { reason: readText(raw, 'reason') } }),
  resume: (issued, raw) => ({ ...issued, type: 'resume', payload: readResumption(raw) }),
};

function readPerson(value: unknown): PersonActor {
  const raw = asRecord(value, 'actor');
  if (raw['kind'] !== 'person') throw new MalformedMessage('actor.kind');
  const email = readOptionalText(raw, 'email');
  const name = readOptionalText(raw, 'name');
  const personId = readOptionalText(raw, 'personId');
  return {
    kind: 'person',
    subject: readText(raw, 'subject'),
    roles: readChoices(raw, 'roles', roles),
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    ...(personId === null ? {} : { personId }),
  };
}

function readProfile(value: unknown): OrganizationProfile {
  const raw = asRecord(value, 'profile');
  return {
    name: readText(raw, 'name'),
    adminAddress: readText(raw, 'adminAddress'),
    locale: readChoice(raw, 'locale', ['de', 'en']),
  };
}

function readPreferences(value: unknown): MailPreferences {
  const raw = asRecord(value, 'preferences');
  return {
    undeliverablesTo: readChoice(raw, 'undeliverablesTo', undeliverablesTargets),
    replyTo: readOptionalText(raw, 'replyTo'),
    branding: readFlag(raw, 'branding'),
    ...(raw['returnPath'] === undefined ? {} : { returnPath: readReturnPath(raw) }),
    ...(raw['whileSuspended'] === undefined ? {} : { whileSuspended: readMailPolicy(raw['whileSuspended']) }),
  };
}

function readMailPolicy(value: unknown): SuspendedMailPolicy {
  const raw = asRecord(value, 'whileSuspended');
  const afterHours = readCount(raw, 'afterHours');
  if (afterHours > longestSuspendedWaitHours) throw new MalformedMessage('afterHours');
  return { action: readChoice(raw, 'action', suspendedMailActions), afterHours };
}

function readSendingPolicy(value: unknown): SendingPolicy {
  const raw = asRecord(value, 'policy');
  return {
    connections: readBounded(raw, 'connections'),
    mailsPerMinute: readBounded(raw, 'mailsPerMinute'),
    recipientsPerTransaction: readBounded(raw, 'recipientsPerTransaction'),
    deduplication:
      readOptionalText(raw, 'deduplication') === null ? null : readChoice(raw, 'deduplication', deduplicationHeaders),
  };
}

function readSecretRotation(raw: RawMessage): CommandPayloads['rotateWebhookSecret'] {
  const keepHours = readCount(raw, 'keepHours');
  if (keepHours > longestSecretOverlapHours) throw new MalformedMessage('keepHours');
  return { credentialId: readText(raw, 'credentialId'), keepHours };
}

function readBounded(raw: RawMessage, field: keyof typeof policyBounds): number | null {
  if (raw[field] === undefined || raw[field] === null) return null;
  const count = readCount(raw, field);
  const { least, most } = policyBounds[field];
  if (count < least || count > most) throw new MalformedMessage(field);
  return count;
}

function readTerms(raw: RawMessage): TermsPayload {
  return {
    note: readOptionalText(raw, 'note'),
    contractReference: readOptionalText(raw, 'contractReference'),
    endsAt: readOptionalText(raw, 'endsAt') === null ? null : readMoment(raw, 'endsAt'),
    secondApprover: raw['secondApprover'] === undefined ? false : readFlag(raw, 'secondApprover'),
  };
}

function readReturnPath(raw: RawMessage): ReturnPathMode | null {
  return raw['returnPath'] === null ? null : readChoice(raw, 'returnPath', returnPathModes);
}

function readSubmission(raw: RawMessage) {
  return {
    revision: readCount(raw, 'revision'),
    settings: readSettings(raw['settings']),
    credentialId: readText(raw, 'credentialId'),
    ...(raw['keepsPasswordOf'] === undefined ? {} : { keepsPasswordOf: readCount(raw, 'keepsPasswordOf') }),
  };
}

/** Doing without the check needs a word about why. */
function readResumption(raw: RawMessage): CommandPayloads['resume'] {
  const note = readOptionalText(raw, 'note');
  const withoutCheck = raw['withoutCheck'] === undefined ? false : readFlag(raw, 'withoutCheck');
  if (!withoutCheck) return { note };
  if (note === null || note.trim() === '') throw new MalformedMessage('note');
  return { note, withoutCheck };
}

function readDecision(value: unknown): Decision {
  const raw = asRecord(value, 'decision');
  return {
    verdict: readChoice(raw, 'verdict', decisionVerdicts),
    reportId: readOptionalText(raw, 'reportId') ?? '',
    checklist: readChoices(raw, 'checklist', checklistItems),
    reason: readOptionalText(raw, 'reason') ?? '',
    internalNote: readOptionalText(raw, 'internalNote'),
    fields: readChoices(raw, 'fields', settingsFields),
  };
}

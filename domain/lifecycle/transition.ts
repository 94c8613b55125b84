import { appeal, appealLapsed } from './appeal-rules';
import { bounceRejected } from './bounce-rules';
import { closeOrganization } from './closure-rules';
import { changeTerms, contractEnded, contractEnding } from './contract-rules';
import {
  checkFinished,
  confirmTestMail,
  recheck,
  submitSettings,
  testMailReturned,
  waitExpired,
  withdraw,
  wrongCodeTyped,
} from './draft-rules';
import { register, revoke, setPreferences, setSendingPolicy, unlock } from './entitlement-rules';
import { commandRoles, isCommand, type Command, type CommandName, type Fact, type LifecycleEvent } from './events';
import { certificateExpiring, healthChecked, healthCheckDue } from './health-rules';
import {
  certificateSeen,
  continueSending,
  pause,
  refusalPatternSeen,
  rotatePassword,
  rotationChecked,
  suspend,
} from './live-rules';
import { refused, type Outcome } from './outcome';
import { projectionRepaired } from './reconciliation-rules';
import { resume, resumeChecked } from './resume-rules';
import { claimReview, decide, releaseReview, reviewEscalated, reviewReminderDue } from './review-rules';
import { firstMailSent, rollBack } from './rollback-rules';
import { sendingFailed, sendingWorks } from './sending-rules';
import type { LifecycleState } from './state';
import { reviveLifecycle } from './revival-rules';
import { suspensionLasted } from './suspended-mail-rules';
import { removeWebhookEndpoint, rotateWebhookSecret, setWebhookEndpoint } from './webhook-rules';

/** What can still be done with an organization that was closed. */
const commandsAfterClosing: readonly CommandName[] = ['register', 'reviveLifecycle'];

/**
 * The lifecycle's transition table: pure and total. Every event in every state is accepted with a next state, refused
 * with a code of the error catalogue (commands), or found to be without effect (facts).
 */
export function transition(state: LifecycleState, event: LifecycleEvent): Outcome {
  if (!isCommand(event)) return applyFact(state, event);
  const allowed = commandRoles[event.type].some((role) => event.actor.roles.includes(role));
  if (!allowed) return refused('FORBIDDEN');
  const isOver = state.closure && !commandsAfterClosing.includes(event.type);
  return isOver ? refused('ORGANIZATION_CLOSED') : applyCommand(state, event);
}

function applyCommand(state: LifecycleState, command: Command): Outcome {
  switch (command.type) {
    case 'register':
      return register(state, command);
    case 'closeOrganization':
      return closeOrganization(state, command);
    case 'setPreferences':
      return setPreferences(state, command);
    case 'setSendingPolicy':
      return setSendingPolicy(state, command);
    case 'setWebhookEndpoint':
      return setWebhookEndpoint(state, command);
    case 'rotateWebhookSecret':
      return rotateWebhookSecret(state, command);
    case 'removeWebhookEndpoint':
      return removeWebhookEndpoint(state);
    case 'reviveLifecycle':
      return reviveLifecycle(state);
    case 'unlock':
      return unlock(state, command);
    case 'changeTerms':
      return changeTerms(state, command);
    case 'revoke':
      return revoke(state);
    case 'submitSettings':
      return submitSettings(state, command);
    case 'recheck':
      return recheck(state, command);
    case 'confirmTestMail':
      return confirmTestMail(state, command);
    case 'withdraw':
      return withdraw(state, command);
    case 'rotatePassword':
      return rotatePassword(state, command);
    case 'pause':
      return pause(state, command);
    case 'continue':
      return continueSending(state, command);
    case 'claimReview':
      return claimReview(state, command);
    case 'releaseReview':
      return releaseReview(state, command);
    case 'decide':
      return decide(state, command);
    case 'appeal':
      return appeal(state, command);
    case 'rollBack':
      return rollBack(state, command);
    case 'suspend':
      return suspend(state, command);
    case 'resume':
      return resume(state, command);
  }
}

function applyFact(state: LifecycleState, fact: Fact): Outcome {
  switch (fact.type) {
    case 'checkFinished':
      return checkFinished(state, fact);
    case 'rotationChecked':
      return rotationChecked(state, fact);
    case 'resumeChecked':
      return resumeChecked(state, fact);
    case 'wrongCodeTyped':
      return wrongCodeTyped(state, fact);
    case 'testMailReturned':
      return testMailReturned(state, fact);
    case 'waitExpired':
      return waitExpired(state, fact);
    case 'reviewReminderDue':
      return reviewReminderDue(state, fact);
    case 'reviewEscalated':
      return reviewEscalated(state, fact);
    case 'appealLapsed':
      return appealLapsed(state, fact);
    case 'contractEnding':
      return contractEnding(state, fact);
    case 'contractEnded':
      return contractEnded(state, fact);
    case 'firstMailSent':
      return firstMailSent(state, fact);
    case 'sendingFailed':
      return sendingFailed(state, fact);
    case 'sendingWorks':
      return sendingWorks(state, fact);
    case 'healthCheckDue':
      return healthCheckDue(state, fact);
    case 'healthChecked':
      return healthChecked(state, fact);
    case 'suspensionLasted':
      return suspensionLasted(state, fact);
    case 'certificateExpiring':
      return certificateExpiring(state, fact);
    case 'certificateSeen':
      return certificateSeen(state, fact);
    case 'refusalPatternSeen':
      return refusalPatternSeen(state, fact);
    case 'bounceRejected':
      return bounceRejected(state, fact);
    case 'projectionRepaired':
      return projectionRepaired(state);
  }
}

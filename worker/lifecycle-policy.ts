import type { WorkerConfig } from '../config/env';
import type { LifecyclePolicy } from '../domain/lifecycle/lifecycle-policy';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How this deployment runs lifecycles. A change reaches each of them with the next thing that it writes. */
export function lifecyclePolicyFrom(config: WorkerConfig): LifecyclePolicy {
  return {
    draftExpiryMs: config.DRAFT_EXPIRY_DAYS * dayMs,
    confirmationExpiryMs: config.CONFIRMATION_EXPIRY_DAYS * dayMs,
    contractWarningDays: config.CONTRACT_WARNING_DAYS,
    appealMs: config.APPEAL_DAYS * dayMs,
    healthCheckMs: config.HEALTH_CHECK_HOURS * hourMs,
    healthRetryMs: config.HEALTH_RETRY_MINUTES * minuteMs,
    healthFailures: config.HEALTH_FAILURES,
    sendingFailureSpacingMs: config.HEALTH_SENDING_SPACING_MINUTES * minuteMs,
    certificateWarningDays: config.CERTIFICATE_WARNING_DAYS,
  };
}

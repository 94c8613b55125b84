import { randomBytes } from 'node:crypto';

import { ConfigurationError, readWorkerConfig, type Environment } from '../../config/env';
import { defaultLifecyclePolicy } from '../../domain/lifecycle/lifecycle-policy';
import { lifecyclePolicyFrom } from '../../worker/lifecycle-policy';
import { reviewPolicyFrom } from '../../worker/review-policy';

const key = `k1:${randomBytes(32).toString('base64')}`;

const environment: Environment = {
  MONGODB_URI: 'mongodb://localhost:27017',
  TEMPORAL_ADDRESS: 'localhost:7233',
  CREDENTIAL_KEYS: key,
  PAYLOAD_KEYS: key,
  AUDIT_KEYS: key,
  API_PUBLIC_URL: 'https://mail.platform.example',
  CONFIRMATION_CODE_KEY: randomBytes(32).toString('base64'),
  SMTP_EHLO_NAME: 'mail.platform.example',
  PLATFORM_SMTP_HOST: 'relay.platform.example',
  PLATFORM_SMTP_PORT: '25',
  PLATFORM_SMTP_SECURITY: 'none',
  PLATFORM_FROM_ADDRESS: 'no-reply@platform.example',
  PLATFORM_FROM_NAME: 'The platform',
};

function faults(changes: Environment): readonly string[] {
  try {
    readWorkerConfig({ ...environment, ...changes });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

it('leaves lifecycles to their documented policy where nothing is set', () => {
  expect(lifecyclePolicyFrom(readWorkerConfig(environment))).toEqual(defaultLifecyclePolicy);
});

it('runs lifecycles as it is set', () => {
  const config = readWorkerConfig({
    ...environment,
    DRAFT_EXPIRY_DAYS: '60',
    CONFIRMATION_EXPIRY_DAYS: '3',
    APPEAL_DAYS: '0',
    CONTRACT_WARNING_DAYS: '90, 10',
    CERTIFICATE_WARNING_DAYS: '21',
    HEALTH_CHECK_HOURS: '0',
    HEALTH_RETRY_MINUTES: '15',
    HEALTH_FAILURES: '5',
    HEALTH_SENDING_SPACING_MINUTES: '10',
  });
  expect(lifecyclePolicyFrom(config)).toEqual({
    draftExpiryMs: 60 * dayMs,
    confirmationExpiryMs: 3 * dayMs,
    appealMs: 0,
    contractWarningDays: [90, 10],
    certificateWarningDays: [21],
    healthCheckMs: 0,
    healthRetryMs: 15 * minuteMs,
    healthFailures: 5,
    sendingFailureSpacingMs: 10 * minuteMs,
  });
});

it('reviews as it is set, and from Monday to Friday by UTC where nothing is', () => {
  expect(reviewPolicyFrom(readWorkerConfig(environment))).toEqual({
    calendar: { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], holidays: [] },
    reminderDays: 1,
    escalationDays: 2,
    claimMs: dayMs,
    secondApprover: 'never',
  });
  const config = readWorkerConfig({
    ...environment,
    REVIEW_TIME_ZONE: 'Europe/Vienna',
    REVIEW_WORKING_DAYS: 'sun, MON',
    REVIEW_HOLIDAYS: '12-25, 2028-02-29',
    REVIEW_REMINDER_WORKING_DAYS: '2',
    REVIEW_ESCALATION_WORKING_DAYS: '2',
    REVIEW_CLAIM_HOURS: '8',
    REVIEW_SECOND_APPROVER: 'on-risk',
  });
  expect(reviewPolicyFrom(config)).toEqual({
    calendar: { timeZone: 'Europe/Vienna', workingDays: [0, 1], holidays: ['12-25', '2028-02-29'] },
    reminderDays: 2,
    escalationDays: 2,
    claimMs: dayMs / 3,
    secondApprover: 'on-risk',
  });
});

it.each([
  ['REVIEW_TIME_ZONE', 'Vienna'],
  ['REVIEW_WORKING_DAYS', 'monday'],
  ['REVIEW_WORKING_DAYS', ','],
  ['REVIEW_HOLIDAYS', '2027-02-29'],
  ['REVIEW_HOLIDAYS', '25.12.'],
  ['REVIEW_REMINDER_WORKING_DAYS', '0'],
  ['REVIEW_CLAIM_HOURS', '1000'],
  ['REVIEW_SECOND_APPROVER', 'sometimes'],
  ['DRAFT_EXPIRY_DAYS', '0'],
  ['CONFIRMATION_EXPIRY_DAYS', '366'],
  ['APPEAL_DAYS', '-1'],
  ['CONTRACT_WARNING_DAYS', '30,soon'],
  ['CERTIFICATE_WARNING_DAYS', '30,0'],
  ['HEALTH_CHECK_HOURS', 'daily'],
  ['HEALTH_RETRY_MINUTES', '0'],
  ['HEALTH_FAILURES', '0'],
  ['HEALTH_SENDING_SPACING_MINUTES', '1.5'],
])('finds the fault in %s=%j, which is never taken for the default', (name, value) => {
  expect(faults({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: must `))]);
});

it('does not escalate before it reminds', () => {
  const fault = 'REVIEW_ESCALATION_WORKING_DAYS: must not be less than REVIEW_REMINDER_WORKING_DAYS';
  expect(faults({ REVIEW_REMINDER_WORKING_DAYS: '3' })).toEqual([fault]);
  expect(faults({ REVIEW_REMINDER_WORKING_DAYS: '3', REVIEW_ESCALATION_WORKING_DAYS: '3' })).toEqual([]);
});

/** What somebody can do about a failure; each has its own advice in each language. */
export const adviceKeys = [
  'check-address',
  'ask-recipient',
  'make-room',
  'make-smaller',
  'try-later',
  'mend-server',
  'change-content',
  'lift-suppression',
  'resume-server',
] as const;
export type AdviceKey = (typeof adviceKeys)[number];

/** Why a mail did not arrive, for people who know nothing of mail servers, and what can be done about it. */
export interface FailureText {
  readonly why: string;
  readonly advice: AdviceKey;
}

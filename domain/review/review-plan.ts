/** What may speak against an approval. Hints, never verdicts: a person weighs them. */
export const riskCodes = [
  'NEW_SENDER_DOMAIN',
  'FOREIGN_SENDER_DOMAIN',
  'FREE_MAIL_SENDER',
  'CONSUMER_ADDRESS',
  'CERTIFICATE_ENDS_SOON',
  'DMARC_FAILING',
  'OWN_CERTIFICATE_TRUST',
  'SENDER_DOMAIN_USED_ELSEWHERE',
  'SERVER_USED_ELSEWHERE',
  'REPORT_MISSING',
] as const;
export type RiskCode = (typeof riskCodes)[number];

/** One hint with the fact that it rests on (a domain, a host name, a date); its texts lie in the catalogue under the code. */
export interface RiskHint {
  readonly code: RiskCode;
  readonly fact: string;
}

/**
 * How one review goes, settled when the draft begins to await it: by when, by how many people, and what to look at. Later
 * changes of the calendar or of the policy concern later reviews. Times are ISO 8601; null means that nobody is reminded.
 */
export interface ReviewPlan {
  readonly dueAt: string;
  readonly remindAt: string | null;
  readonly escalateAt: string | null;
  /** How long a claim keeps others away, in milliseconds. */
  readonly claimMs: number;
  /** How many different people have to approve. */
  readonly approvalsNeeded: number;
  readonly risks: readonly RiskHint[];
}

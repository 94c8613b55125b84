/** Whether the organization says that its server forwards undeliverables to the Reply-To address (rule 6). */
export const undeliverablesTargets = ['admin', 'reply-to'] as const;
export type UndeliverablesTarget = (typeof undeliverablesTargets)[number];

/** The address that is told about an undeliverable mail: the mail's Reply-To where the organization chose so, else the admin. */
export function noticeRecipient(target: UndeliverablesTarget, replyTo: string, adminAddress: string): string {
  return target === 'reply-to' ? replyTo : adminAddress;
}

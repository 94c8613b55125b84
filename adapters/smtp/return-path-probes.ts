import type { TestMail } from '../../activities/ports/mail-server-prober';
import type { CheckCode, CheckResult } from '../../domain/check-report';
import { isPermanent, isPositive, type SmtpReply } from '../../domain/smtp-reply';
import { withDeadline } from './deadline';
import type { SmtpSession } from './smtp-session';

type Alternative = NonNullable<TestMail['alternatives']>[number];

interface Bounds {
  readonly signal: AbortSignal;
  /** Milliseconds for one question. */
  readonly withinMs: number;
}

/**
 * Asks the server which other return paths it would accept. What it refuses counts against nobody, because the return path
 * that is used has been accepted: such results decide nothing about the report.
 */
export async function probeReturnPaths(
  session: SmtpSession,
  alternatives: readonly Alternative[],
  bounds: Bounds,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const alternative of alternatives) {
    if (!session.isOpen) break;
    const started = performance.now();
    const reply = await ask(session, alternative.address, bounds);
    results.push(resultOf(alternative, reply, Math.round(performance.now() - started)));
  }
  return results;
}

/** Null when there was no reply; the test mail is sent by now, so that trouble here spoils nothing. */
async function ask(session: SmtpSession, address: string, { signal, withinMs }: Bounds): Promise<SmtpReply | null> {
  try {
    return await withDeadline(withinMs, signal, (bounded) => session.probeSender(address, bounded));
  } catch {
    return null;
  }
}

function resultOf({ mode, address }: Alternative, reply: SmtpReply | null, durationMs: number): CheckResult {
  const { code: replyCode, enhancedStatus = null } = reply ?? {};
  return {
    id: `mail-from-${mode}`,
    stage: 'mail-from',
    verdict: isPositive(reply) ? 'pass' : 'skipped',
    code: codeOf(reply),
    facts: {
      returnPath: mode,
      sender: address,
      ...(replyCode === undefined ? {} : { replyCode }),
      ...(enhancedStatus === null ? {} : { enhancedStatus }),
    },
    durationMs,
  };
}

function codeOf(reply: SmtpReply | null): CheckCode {
  if (isPositive(reply)) return 'RETURN_PATH_ACCEPTED';
  return reply !== null && isPermanent(reply) ? 'RETURN_PATH_REFUSED' : 'RETURN_PATH_UNCLEAR';
}

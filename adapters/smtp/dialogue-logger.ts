import type { SmtpDialogue } from './smtp-dialogue';

/** The part of the library's log entries that we read. */
interface LogEntry {
  readonly tnx?: string;
  /** Bytes received in clear after the server's go-ahead to STARTTLS. */
  readonly discarded?: number;
}

type LogMethod = (entry: unknown, message?: unknown) => void;

/** A logger for the SMTP library that feeds a dialogue instead of writing anything. */
export interface DialogueLogger {
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
}

export interface DialogueEvents {
  /** We have said something. */
  readonly onClientLine: () => void;
  /** A reply came, and was recorded. */
  readonly onReply?: () => void;
  /** A reply came of a kind that its command cannot have, so that it was meant for another one. */
  readonly onMisplacedReply: () => void;
  /** Bytes arrived in clear behind the go-ahead to STARTTLS (RFC 3207 section 6). */
  readonly onInjection: () => void;
}

export function dialogueLogger(dialogue: SmtpDialogue, events: DialogueEvents): DialogueLogger {
  const { onClientLine, onReply = ignore, onMisplacedReply, onInjection } = events;
  const debug: LogMethod = (entry, message) => {
    if (!isLogEntry(entry) || typeof message !== 'string') return;
    if (entry.tnx === 'client') {
      dialogue.clientLine(message);
      onClientLine();
    }
    if (entry.tnx === 'server') (dialogue.serverReply(message) ? onReply : onMisplacedReply)();
  };
  const warn: LogMethod = (entry) => {
    if (isLogEntry(entry) && (entry.discarded ?? 0) > 0) onInjection();
  };
  return { trace: ignore, debug, info: ignore, warn, error: ignore, fatal: ignore };
}

function ignore(): void {
  // Everything else that the library has to say is told by replies and errors.
}

function isLogEntry(entry: unknown): entry is LogEntry {
  return typeof entry === 'object' && entry !== null;
}

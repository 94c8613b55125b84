import { timingSafeEqual } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { SmtpReply } from './smtp-listener';

const MAX_MAIL_BYTES = 30_000_000;

/** A user who may submit mail. */
export interface SmtpUser {
  readonly name: string;
  readonly password: string;
}

/** A whole mail as it came in, and what is known of its way here. */
export interface IncomingMail {
  readonly raw: Buffer;
  readonly session: SMTPServerSession;
}

/** Handlers for AUTH with exactly this user; whoever knows the password may submit. */
export function authenticating(user: SmtpUser): SMTPServerOptions {
  return {
    authMethods: ['PLAIN', 'LOGIN'],
    authOptional: false,
    onAuth: ({ username, password }, _session, done) => {
      if (isSame(username ?? '', user.name) && isSame(password ?? '', user.password)) done(null, { user: user.name });
      else done(new SmtpReply(535, '5.7.8 Authentication credentials invalid'));
    },
  };
}

/** A handler that answers 250 only when the work on the whole mail is done, and otherwise with the work's own reply. */
export function receiving(work: (mail: IncomingMail) => Promise<string>): SMTPServerOptions {
  return {
    size: MAX_MAIL_BYTES,
    onData: (stream, session, done) => {
      const answer = async (): Promise<string> => {
        const raw = await buffer(stream);
        if (stream.sizeExceeded) throw new SmtpReply(552, '5.3.4 Message too big');
        return await work({ raw, session });
      };
      const respond = async (): Promise<void> => {
        const outcome = await answer().catch(asReply);
        if (outcome instanceof SmtpReply) done(outcome);
        else done(null, outcome);
      };
      void respond();
    },
  };
}

/** The sender of a session's envelope; empty for a bounce. */
export function envelopeSender({ envelope }: SMTPServerSession): string {
  return envelope.mailFrom === false ? '' : envelope.mailFrom.address;
}

function asReply(error: unknown): SmtpReply {
  if (error instanceof SmtpReply) return error;
  console.error(error);
  return new SmtpReply(451, '4.3.0 Temporary local problem, try again later');
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import type { SmtpCommand } from '../bounce-reading';
import type { Phrase } from '../phrase';

/** How reports name the command that was refused; first match wins. */
export interface CommandCue {
  readonly command: SmtpCommand;
  readonly phrases: readonly Phrase[];
}

export const commandCues: readonly CommandCue[] = [
  {
    command: 'CONN',
    phrases: [
      'refused to talk to me',
      'after initial connection',
      'but greeting failed',
      'while performing the initial protocol greeting',
      'in reply to initial connection',
      '[connect]',
      'while connecting to',
      'in reply to banner',
    ],
  },
  {
    command: 'EHLO',
    phrases: [
      'in reply to ehlo',
      'in reply to helo',
      'after ehlo',
      'after helo',
      'but my name was rejected',
      'did not like our ehlo',
      'did not like our helo',
      '[ehlo]',
      '[helo]',
      '(ehlo)',
      '(helo)',
    ],
  },
  {
    command: 'STARTTLS',
    phrases: ['in reply to starttls', 'after starttls', 'did not like our starttls', '>>> starttls', '(starttls)'],
  },
  { command: 'AUTH', phrases: ['in reply to auth', 'after auth', '(auth)', '(state 8)'] },
  {
    command: 'MAIL',
    phrases: [
      'in reply to mail from',
      'smtp:mail',
      'reply to mail',
      'response to mail',
      'after mail from',
      'after sender',
      'but sender was rejected',
      'does not like sender',
      'did not like our mail from',
      'for mail from command',
      'for mail command',
      'reason: mail from',
      '[mail_from]',
      '[mail from]',
      '(mail from)',
      'mail from refused',
      'in response to mail from',
      '(state 13)',
    ],
  },
  {
    command: 'RCPT',
    phrases: [
      'in reply to rcpt to',
      'smtp:rcpt',
      'reply to rcpt',
      'response to rcpt',
      'after rcpt to',
      'does not like recipient',
      'did not like our rcpt to',
      'for rcpt to command',
      'for rcpt command',
      '[rcpt_to]',
      '[rcpt to]',
      '(rcpt to)',
      'rejected your rcpt',
      'rcpt to refused',
      'in response to rcpt to',
      '(state 14)',
    ],
  },
  {
    command: 'DATA',
    phrases: [
      'in reply to end of data',
      'smtp:data',
      'reply to data',
      'smtp:text',
      'in reply to data',
      'in reply to message content',
      'after end of data',
      'after data',
      'after pipelined data',
      'failed after i sent the message',
      'did not like our data',
      'for text command',
      'for data command',
      'for end of data',
      '[data]',
      '(data)',
      '[body]',
      'in response to data',
      '(state 17)',
      '(state 18)',
    ],
  },
];

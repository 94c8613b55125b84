import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import type { ConnectionSecurity } from '../../domain/mail-server-settings';

/** A mail server given on the command line, in place of the demo customer's. */
export interface GivenServer {
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
  readonly user: string;
  readonly password: string;
}

export interface DemoOptions {
  readonly json: boolean;
  /** Leaves the stack running afterwards, for a look around. */
  readonly keep: boolean;
  readonly server: GivenServer | null;
  readonly from: string;
  readonly admin: string;
  readonly recipient: string;
  readonly refusedRecipient: string;
  /** PEM text of an authority to trust besides the public ones. */
  readonly authority: string | null;
  /** `inbox`: the server relays to the demo inbox, where the demo looks. `ask`: a person at the terminal looks. */
  readonly observe: 'inbox' | 'ask';
  /** Where the demo inbox takes the mail that the server relays; null for any free port. */
  readonly relayPort: number | null;
}

export class UsageError extends Error {}

export const usage = `Usage: npm run demo -- [options]

  --json                        end with a summary object on the last line
  --keep                        leave everything running afterwards, until Ctrl-C
  --smtp-host HOST              use this mail server, not the demo customer's; with it also
  --smtp-port PORT              (587 by default)
  --smtp-user USER
  --smtp-password-file FILE     the password is the file's content without the last line break
  --security starttls|tls       (starttls by default)
  --from ADDRESS                sender of the organization's mails
  --admin ADDRESS               who gets the test mail and the notices
  --recipient ADDRESS           who gets the mails
  --refused-recipient ADDRESS   whom the server refuses
  --ca FILE                     PEM file of a certificate authority to trust
  --observe inbox|ask           where to see what arrived: in the demo inbox (the server relays to it), or by asking you
  --relay-port PORT             port of this machine where the demo inbox takes what the server relays (any free one by
                                default): let the server relay everything to it, in Postfix relayhost = [127.0.0.1]:PORT
`;

/** Reads the command line. Throws UsageError. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const { values } = parse(argv);
  const observe = oneOf('--observe', values.observe ?? 'inbox', ['inbox', 'ask'] as const);
  return {
    json: values.json ?? false,
    keep: values.keep ?? false,
    server: values['smtp-host'] === undefined ? null : givenServer(values['smtp-host'], values),
    from: values.from ?? 'contracts@customer.example',
    admin: values.admin ?? 'admin@customer.example',
    recipient: values.recipient ?? 'signer@partner.example',
    refusedRecipient: values['refused-recipient'] ?? 'no-such-user@partner.example',
    authority: values.ca === undefined ? null : textOf('--ca', values.ca),
    observe,
    relayPort: values['relay-port'] === undefined ? null : portNumber('--relay-port', values['relay-port']),
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    json: flag,
    keep: flag,
    'smtp-host': text,
    'smtp-port': text,
    'smtp-user': text,
    'smtp-password-file': text,
    security: text,
    from: text,
    admin: text,
    recipient: text,
    'refused-recipient': text,
    ca: text,
    observe: text,
    'relay-port': text,
  };
  try {
    return parseArgs({ args: [...argv], options, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

type Values = ReturnType<typeof parse>['values'];

const passwordOption = '--smtp-password-file';

function givenServer(host: string, values: Values): GivenServer {
  return {
    host,
    port: portNumber('--smtp-port', values['smtp-port'] ?? '587'),
    security: oneOf('--security', values.security ?? 'starttls', ['starttls', 'tls'] as const),
    user: needed('--smtp-user', values['smtp-user']),
    password: withoutLineBreak(textOf(passwordOption, needed(passwordOption, values['smtp-password-file']))),
  };
}

function portNumber(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UsageError(`${name} must be a port number`);
  return port;
}

function textOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${option}: ${file} cannot be read`, { cause });
  }
}

function withoutLineBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function needed(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is needed with --smtp-host`);
  return value;
}

function oneOf<Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`${name} must be one of ${choices.join(', ')}`);
  return found;
}

import { authenticate, type AuthenticateResult } from 'mailauth';

import type { InboundMail } from '../../activities/ports/inbound-mail-store';
import type { ReturnedMailReader } from '../../activities/ports/returned-mail';
import { reportParts, type HeaderField } from '../../domain/bounces/decoded-mail';
import { parseHeaderBlock } from '../../domain/bounces/header-block';
import { readableTexts, type ReadableTexts } from '../../domain/inbound/returned-body';
import type { LookupBounds, RecordResolver } from '../dns/record-resolver';
import { readMail } from '../mime/read-mail';
import { firstAddress } from '../../domain/bounces/mail-address';
import {
  authenticationVerdicts,
  type AuthenticationVerdict,
  type ReturnedTestMail,
} from '../../domain/inbound/returned-mail';

export interface ReturnedMailReaderOptions {
  /** Our name, as the server that received the mail. */
  readonly name: string;
  readonly resolver: RecordResolver;
}

type Verdicts = Pick<ReturnedTestMail, 'spf' | 'dkim' | 'dmarc'>;

/** SPF may ask ten times (RFC 7208 section 4.6.4), each time for several records; then come the keys and the policy. */
const bounds: LookupBounds = { mostQuestions: 60, timeoutMs: 20_000 };
const longestHeader = 256 * 1024;
/** mailauth reads addresses in a time that grows with the square of their length. */
const longestAddresses = 8 * 1024;
const addressFields = new Set(['from', 'sender', 'return-path']);
const unknown: Verdicts = { spf: 'temperror', dkim: 'temperror', dmarc: 'temperror' };

/** Reads the headers, and has SPF, DKIM and DMARC verified by mailauth as any receiving server would. */
export class MailauthReturnedMailReader implements ReturnedMailReader {
  readonly #options: ReturnedMailReaderOptions;

  constructor(options: ReturnedMailReaderOptions) {
    this.#options = options;
  }

  async read(mail: InboundMail): Promise<ReturnedTestMail> {
    const raw = Buffer.from(mail.raw);
    const fields = parseHeaderBlock(headerBlockOf(raw));
    const value = (name: string): string => fields.find((field) => field.name.toLowerCase() === name)?.value ?? '';
    return {
      from: firstAddress(value('from')),
      replyTo: firstAddress(value('reply-to')),
      messageId: value('message-id'),
      returnPath: mail.envelope.sender,
      receivedAt: mail.receivedAt,
      hops: fields.filter(({ name }) => name.toLowerCase() === 'received').length,
      texts: textsOf(raw),
      unsubscribeFields: fields.map(({ name }) => name).filter(isUnsubscribe),
      ...(isVerifiable(raw, fields) ? await this.#verify(raw, mail) : unknown),
    };
  }

  async #verify(raw: Buffer, { peer, envelope }: InboundMail): Promise<Verdicts> {
    try {
      const result = await authenticate(raw, {
        ip: peer.address,
        helo: peer.name,
        sender: envelope.sender,
        mta: this.#options.name,
        resolver: this.#options.resolver.within(bounds),
        disableArc: true,
        disableBimi: true,
      });
      return verdictsIn(result);
    } catch {
      return unknown;
    }
  }
}

/** Whether verifying takes a bounded time, whoever wrote the mail. */
function isVerifiable(raw: Buffer, fields: readonly HeaderField[]): boolean {
  const isWhole = raw.length <= longestHeader || /\r?\n\r?\n/.test(raw.toString('latin1', 0, longestHeader));
  const addresses = fields.filter(({ name }) => addressFields.has(name.toLowerCase()));
  return isWhole && addresses.every(({ value }) => value.length <= longestAddresses);
}

function headerBlockOf(raw: Buffer): string {
  const text = raw.toString('utf8', 0, longestHeader).replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  return end === -1 ? text : text.slice(0, end);
}

/** The first part of each kind, as readers show it. */
function textsOf(raw: Uint8Array): ReadableTexts {
  const parts = reportParts(readMail(raw).root);
  const textOf = (type: string): string => parts.find((part) => part.type === type)?.text ?? '';
  return readableTexts({ text: textOf('text/plain'), html: textOf('text/html') });
}

function isUnsubscribe(name: HeaderField['name']): boolean {
  return /^list-unsubscribe(?:-post)?$/i.test(name);
}

function verdictsIn({ spf, dkim, dmarc }: AuthenticateResult): Verdicts {
  const signatures = dkim.results.map(({ status }) => verdict(status.result));
  const best = signatures.find((each) => each === 'pass') ?? signatures[0] ?? 'none';
  return {
    spf: spf ? verdict(spf.status.result) : 'none',
    dkim: best,
    dmarc: dmarc ? verdict(dmarc.status.result) : 'none',
  };
}

function verdict(text: string): AuthenticationVerdict {
  return authenticationVerdicts.find((known) => known === text) ?? 'neutral';
}

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

import { acceptedMessage, message, messagePage } from '../../api/schemas/message';
import { seedOrganizations } from '../../bench/delivery/contenders/seed-organizations';
import type { CertificateAuthority } from '../../dev/certificates';
import { DemoCertificates } from '../../dev/demo-certificates';
import { freePort } from '../../dev/support/ports';
import { violations, type Acceptance, type HandedMail, type SeenNotice } from './delivery-history';
import { eventually } from './eventually';
import { FaultProxy } from './fault-proxy';
import { RealStack, temporaryDataDirectory } from './real-stack';
import { RecordingSmtpServer } from './recording-smtp-server';

export const smtpPassword = 'the password of every organization';
/** Without an operator, everything is at rest again after this time (I10), and the slowness of a busy machine. */
export const recoveryMs = 90_000;

const restingStates = new Set(['sent', 'undeliverable', 'expired', 'held', 'cancelled', 'suppressed']);
const partners = '@partner.example';
const components = ['temporal', 'mongodb', 'oidc', 'inbox', 'worker', 'api'] as const;

type KnownMail = z.output<typeof message>;

export interface HandOptions {
  readonly to?: string | readonly string[];
  readonly key?: string;
  /** Through another door than the API's own. */
  readonly url?: string;
  readonly text?: string;
  /** ISO 8601. */
  readonly expiresAt?: string;
}

/**
 * The whole service with a mail server that keeps a record, with breakable stretches of network towards that server and
 * towards Temporal, and with a record of all that was handed over.
 */
export class FaultWorld {
  readonly real: RealStack;
  readonly smtp: RecordingSmtpServer;
  readonly smtpNetwork: FaultProxy;
  readonly temporalNetwork: FaultProxy;
  /** What the service trusts besides the public authorities. */
  readonly authority: CertificateAuthority;
  readonly #handed: HandedMail[] = [];
  readonly #organizations = new Set<string>();

  private constructor(
    real: RealStack,
    smtp: RecordingSmtpServer,
    authority: CertificateAuthority,
    networks: readonly [FaultProxy, FaultProxy],
  ) {
    this.real = real;
    this.authority = authority;
    this.smtp = smtp;
    [this.smtpNetwork, this.temporalNetwork] = networks;
  }

  /** Every end is handed to `afterwards` as soon as there is something to end. */
  static async start(
    afterwards: (end: () => Promise<void>) => void,
    organizations: readonly string[],
    prepare: (dataDirectory: string) => Promise<void> = async () => {},
    environment: Readonly<Record<string, string>> = {},
  ): Promise<FaultWorld> {
    const { path, remove } = await temporaryDataDirectory();
    afterwards(remove);
    await prepare(path);
    const certificates = await DemoCertificates.open(join(path, 'certificates'));
    const certificate = await certificates.authority.issue({ names: ['localhost', '127.0.0.1'] });
    const smtp = await RecordingSmtpServer.start(certificate, smtpPassword);
    afterwards(async () => await smtp.close());
    const smtpNetwork = await FaultProxy.start(smtp.port);
    afterwards(async () => await smtpNetwork.close());
    const temporalPort = await freePort();
    const temporalNetwork = await FaultProxy.start(temporalPort);
    const real = await RealStack.start(path, {
      components: [...components],
      ports: { temporal: temporalPort },
      environment: {
        EGRESS_ALLOWED_PORTS: String(smtpNetwork.port),
        TEMPORAL_ADDRESS: `127.0.0.1:${temporalNetwork.port}`,
        OUTBOX_SWEEP_SECONDS: '1',
        DELIVERY_TAKEOVER_SECONDS: '6',
        DELIVERY_RETRY_SECONDS: '3',
        SENDING_REST_SECONDS: '2',
        // What the customer has to mend is found at once; how often it has to be found is tested by itself.
        HEALTH_FAILURES: '1',
        API_RATE_LIMIT_PER_MINUTE: '100000',
        ...environment,
      },
    });
    afterwards(async () => {
      await real.stop();
      await temporalNetwork.close();
    });
    const server = { host: '127.0.0.1', port: smtpNetwork.port, password: smtpPassword };
    await seedOrganizations(real.stack, server, organizations);
    return new FaultWorld(real, smtp, certificates.authority, [smtpNetwork, temporalNetwork]);
  }

  /** Hands a mail over and records what the caller learned. */
  async hand(organizationId: string, options: HandOptions = {}): Promise<HandedMail> {
    const { key = randomUUID(), to = `${randomUUID()}${partners}`, url, text = 'Good day', expiresAt } = options;
    const mail = { organizationId, to: [to].flat(), key, text, url: url ?? this.real.stack.addresses.api };
    const handed = await this.#post(expiresAt === undefined ? mail : { ...mail, expiresAt });
    this.#handed.push(handed);
    this.#organizations.add(organizationId);
    return handed;
  }

  /** Repeats what was refused or not answered, under its key, until it is taken over. */
  async handAgain(organizationId: string, mail: HandedMail): Promise<HandedMail> {
    const isTaken = async (): Promise<HandedMail | false> => {
      const again = await this.hand(organizationId, { key: mail.key, to: mail.recipients });
      return again.outcome === 'accepted' && again;
    };
    try {
      return await eventually('the mail is taken over', isTaken, recoveryMs);
    } catch (cause) {
      throw new Error(`The API takes no mail; its log ends:\n${await this.lastWordsOf('api')}`, { cause });
    }
  }

  async stateOf({ id }: HandedMail): Promise<string> {
    return (await this.#record(id ?? '')).state;
  }

  async recordOf({ id }: HandedMail) {
    return await this.#record(id ?? '');
  }

  /** The state in which a mail comes to rest. */
  async restOf(mail: HandedMail): Promise<string> {
    return await eventually(
      `${mail.messageId} has come to rest`,
      async () => {
        const state = await this.stateOf(mail);
        return restingStates.has(state) && state;
      },
      recoveryMs,
    );
  }

  /** The last lines that a component logged. */
  async lastWordsOf(component: (typeof components)[number], lines = 60): Promise<string> {
    const log = await readFile(join(this.real.stack.dataDirectory, 'logs', `${component}.log`), 'utf8');
    return log.trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** The states in which these mails come to rest, in their order. */
  async endsOf(mails: readonly HandedMail[]): Promise<readonly string[]> {
    const states = new Map<string, string>((await this.#atRest(mails)).map(({ id, state }) => [id, state]));
    return mails.map(({ id }) => states.get(id ?? '') ?? 'unknown');
  }

  /** Waits until every mail that was taken over is at rest, and tells every promise that was broken. */
  async violations(notices?: readonly SeenNotice[]): Promise<string[]> {
    const records = await this.#atRest(this.#handed.filter(({ outcome }) => outcome === 'accepted'));
    // Test mails of checks go elsewhere.
    const mine = this.smtp.mails.filter(({ recipients }) => recipients.every((to) => to.endsWith(partners)));
    const acceptances = [...mine, ...(await this.#arrivalsThroughPlatform())];
    const history = { handed: this.#handed, acceptances, records };
    return violations(notices === undefined ? history : { ...history, notices });
  }

  /** What left through the platform's server, of the mails that were handed over here. */
  async #arrivalsThroughPlatform(): Promise<Acceptance[]> {
    const handedTo = new Set(this.#handed.flatMap(({ recipients }) => recipients));
    const mails = await this.real.inbox.list({ listener: 'platform' });
    return mails
      .filter(({ envelope }) => envelope.to.every((recipient) => handedTo.has(recipient)))
      .map(({ messageId, envelope, receivedAt }) => ({
        messageId,
        recipients: envelope.to,
        at: Date.parse(receivedAt),
      }));
  }

  /** All transactional mails that the service knows of the organizations in question, once the given ones are at rest. */
  async #atRest(mails: readonly HandedMail[]): Promise<KnownMail[]> {
    const ids = new Set(mails.map(({ id }) => id));
    return await eventually(
      'the mails have come to rest',
      async () => {
        const known = await Promise.all([...this.#organizations].map(async (id) => await this.#mailsOf(id)));
        const all = known.flat().filter(({ category }) => category === 'transactional');
        const moving = all.filter(({ id, state }) => ids.has(id) && !restingStates.has(state));
        return moving.length === 0 && all;
      },
      recoveryMs,
    );
  }

  async #mailsOf(organizationId: string): Promise<KnownMail[]> {
    const mails: KnownMail[] = [];
    let cursor: string | null = null;
    do {
      const place = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/v1/organizations/${organizationId}/messages?limit=200${place}`;
      const answer = await this.real.api.get(path, 'backend');
      if (answer.status !== 200) throw new Error(`Status ${answer.status} instead of 200: ${answer.text}`);
      const page = messagePage.parse(answer.body);
      mails.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return mails;
  }

  /** What the platform's server was given to tell people (RFC 3464), whoever they are. */
  async #notices(): Promise<readonly SeenNotice[]> {
    const mails = await this.real.inbox.list({});
    const sources = await Promise.all(mails.map(async ({ id }) => (await this.real.inbox.raw(id)).toString('latin1')));
    return sources
      .filter((source) => /^content-type: multipart\/report/im.test(source))
      .map((source) => ({
        // The notice's own is the first, that of the mail which it is about the last.
        aboutMessageId: [...source.matchAll(/^message-id:\s*(<[^>]+>)/gim)].at(-1)?.[1] ?? '',
        recipient: /^final-recipient:\s*rfc822;\s*(\S+)/im.exec(source)?.[1] ?? '',
      }));
  }

  /** The same, with a look at every notice: each recipient that cannot be reached has one, and nobody else has any. */
  async expectKeptPromisesAndNotices(): Promise<void> {
    let broken: string[] = [];
    try {
      await eventually(
        'every notice has arrived',
        async () => {
          broken = await this.violations(await this.#notices());
          return broken.length === 0;
        },
        recoveryMs,
      );
    } catch (cause) {
      throw new Error(`Broken promises:\n${broken.join('\n')}`, { cause });
    }
  }

  /** Fails with the broken promises, if there are any. */
  async expectKeptPromises(): Promise<void> {
    const broken = await this.violations();
    if (broken.length > 0) throw new Error(`Broken promises:\n${broken.join('\n')}`);
  }

  async #record(id: string) {
    const answer = await this.real.api.get(`/v1/messages/${id}`, 'backend');
    if (answer.status !== 200) throw new Error(`Status ${answer.status} instead of 200: ${answer.text}`);
    return message.parse(answer.body);
  }

  async #post(mail: {
    organizationId: string;
    to: readonly string[];
    key: string;
    url: string;
    text: string;
    expiresAt?: string;
  }): Promise<HandedMail> {
    const { key, url, to, ...given } = mail;
    const content = { category: 'transactional', subject: `To ${to.join(' and ')}`, to, ...given };
    const nothing = { key, id: null, messageId: null, recipients: to };
    const token = await this.real.api.token('backend');
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' };
    const body = JSON.stringify(content);
    try {
      const response = await fetch(new URL('/v1/messages', url), { method: 'POST', headers, body });
      if (response.status >= 500) return { ...nothing, outcome: 'unknown' };
      if (response.status !== 202) return { ...nothing, outcome: 'refused' };
      const { id, messageId } = acceptedMessage.parse(await response.json());
      return { ...nothing, outcome: 'accepted', id, messageId };
    } catch {
      return { ...nothing, outcome: 'unknown' };
    }
  }
}

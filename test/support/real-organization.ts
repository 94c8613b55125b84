import type { z } from 'zod';
import { auditPage } from '../../api/schemas/audit';
import { commandReceipt } from '../../api/schemas/command';
import { mailServer } from '../../api/schemas/mail-server';
import { review } from '../../api/schemas/review';
import { acceptedMessage, message } from '../../api/schemas/message';
import { DEMO_ORGANIZATION } from '../../dev/oidc/demo-users';
import type { ConnectionSecurity } from '../../domain/mail-server-settings';
import type { ApiCaller, Caller, CallOptions } from './api-caller';
import type { Answer } from './api-under-test';
import { eventually } from './eventually';

/** A mail server as an admin enters it. */
export interface EnteredServer {
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
  readonly user: string;
  readonly password: string;
}

export type MailServerView = z.output<typeof mailServer>;
export type Receipt = z.output<typeof commandReceipt>;

export const adminAddress = 'admin@customer.example';
export const senderAddress = 'contracts@customer.example';
export const organizationName = 'Käufer & Söhne GmbH';

/** An organization that the demo users administer, taken through its lifecycle over the public API. */
export class RealOrganization {
  readonly id: string;
  readonly #api: ApiCaller;

  constructor(api: ApiCaller, id = DEMO_ORGANIZATION) {
    this.#api = api;
    this.id = id;
  }

  /** Any command, with whatever comes of it. */
  async ask(as: Caller, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return await this.#api.call(method, `/v1/organizations/${this.id}${path}`, as, options);
  }

  /** A command that must be carried out. */
  async command(as: Caller, path: string, body: object, key?: string): Promise<Receipt> {
    const method = path.startsWith('/mail-server/') ? 'POST' : 'PUT';
    const answer = await this.ask(as, method, path, { body, ...(key === undefined ? {} : { key }) });
    return commandReceipt.parse(expectStatus(answer, 200).body);
  }

  async registerAndUnlock(): Promise<void> {
    await this.command('backend', '', { name: organizationName, adminAddress, locale: 'de' });
    await this.command('sales', '/mail-server/unlock', { contractReference: 'C-1', note: null });
  }

  async view(): Promise<MailServerView> {
    return mailServer.parse(expectStatus(await this.ask('reviewer', 'GET', '/mail-server'), 200).body);
  }

  /** The body of a submission that follows what is there now. */
  async submission(server: EnteredServer) {
    const { password, ...connection } = server;
    const { revision } = await this.view();
    return { revision, settings: { ...connection, senderAddress, senderName: 'Verträge' }, password };
  }

  async submit(server: EnteredServer, key?: string): Promise<Receipt> {
    return await this.command('admin', '/mail-server/settings', await this.submission(server), key);
  }

  /** The draft as soon as its check has ended. */
  async checkedDraft(withinMs?: number): Promise<NonNullable<MailServerView['draft']>> {
    const find = async () => {
      const { draft } = await this.view();
      return draft && draft.status !== 'checking' ? draft : undefined;
    };
    return await eventually('the check has ended', find, withinMs);
  }

  /** From the code to live. */
  async confirmAndApprove(code: string): Promise<void> {
    const { revision } = await this.view();
    await this.command('admin', '/mail-server/confirm-test-mail', { revision, code });
    await this.approve(revision);
  }

  /** Ticks off what the review asks for, and approves what it shows. */
  async approve(revision: number): Promise<Receipt> {
    const answer = await this.ask('reviewer', 'GET', '/mail-server/review');
    const { reportId, checklist } = review.parse(expectStatus(answer, 200).body);
    const ticks = checklist.map(({ item }) => item);
    const body = { revision, reportId, checklist: ticks, verdict: 'approve' };
    return await this.command('reviewer', '/mail-server/decide', body);
  }

  async withdraw(): Promise<void> {
    const { revision } = await this.view();
    await this.command('admin', '/mail-server/withdraw', { revision });
  }

  async hand(to: string, category: 'transactional' | 'informational' = 'transactional') {
    const unsubscribe = category === 'transactional' ? {} : { unsubscribeUrl: 'https://platform.example/unsubscribe' };
    const body = { organizationId: this.id, category, to: [to], subject: `To ${to}`, text: 'Good day', ...unsubscribe };
    return acceptedMessage.parse(
      expectStatus(await this.#api.call('POST', '/v1/messages', 'backend', { body }), 202).body,
    );
  }

  async mail(id: string): Promise<z.output<typeof message>> {
    return message.parse(expectStatus(await this.#api.get(`/v1/messages/${id}`, 'backend'), 200).body);
  }

  /** The audit trail, the oldest first. */
  async audit(): Promise<z.output<typeof auditPage>['items']> {
    const answer = await this.ask('reviewer', 'GET', '/audit?limit=100');
    return auditPage.parse(expectStatus(answer, 200).body).items.toReversed();
  }
}

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`Status ${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
}

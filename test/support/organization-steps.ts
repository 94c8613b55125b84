import type { Answer, ApiUnderTest } from './api-under-test';
import { checklistItems } from '../../domain/review/checklist';
import { ownOrganization } from './api-under-test';

export const password = 'correct horse battery staple';

export const settings = {
  host: 'SMTP.Customer.example.',
  port: 587,
  security: 'starttls',
  user: 'contracts',
  senderAddress: 'contracts@customer.example',
  senderName: 'Customer Ltd',
};

const path = `/v1/organizations/${ownOrganization}`;
export const mailServerPath = `${path}/mail-server`;

/** Steps of the way of one organization, each through the API, each by whom it belongs to. */
export class OrganizationSteps {
  readonly #api: ApiUnderTest;

  constructor(api: ApiUnderTest) {
    this.#api = api;
  }

  async register(organization = ownOrganization): Promise<Answer> {
    const body = { name: 'Customer Ltd', adminAddress: 'admin@customer.example', locale: 'en' };
    return this.#api.put(`/v1/organizations/${organization}`, { as: 'sender', body });
  }

  async unlock(): Promise<Answer> {
    return this.#api.post(`${mailServerPath}/unlock`, { as: 'sales', body: { note: 'pilot customer' } });
  }

  async submit(revision = 0, key?: string): Promise<Answer> {
    const body = { revision, settings, password };
    return this.#api.post(`${mailServerPath}/settings`, { as: 'org-admin', body, ...(key ? { key } : {}) });
  }

  async confirm(revision = 1): Promise<Answer> {
    const body = { revision, code: this.#api.lifecycle.confirmationCode };
    return this.#api.post(`${mailServerPath}/confirm-test-mail`, { as: 'org-admin', body });
  }

  async decide(verdict: string, revision = 1, changes: object = {}): Promise<Answer> {
    const seen = { revision, reportId: 'report-1', checklist: checklistItems };
    const fields = verdict === 'request-changes' ? ['senderName'] : [];
    const body = { ...seen, verdict, fields, reason: 'Looks right', internalNote: 'seen on the phone', ...changes };
    return this.#api.post(`${mailServerPath}/decide`, { as: 'reviewer', body });
  }

  async unlocked(): Promise<void> {
    await this.register();
    await this.unlock();
  }

  async inReview(): Promise<void> {
    await this.unlocked();
    await this.submit();
    this.#api.lifecycle.passChecks(ownOrganization);
    await this.confirm();
  }

  async live(): Promise<void> {
    await this.inReview();
    await this.decide('approve');
  }
}

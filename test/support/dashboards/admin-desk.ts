import { de } from '../../../web/texts/de';
import { en } from '../../../web/texts/en';
import type { EnteredServer } from '../real-organization';
import type { Person } from './person';

/** The admin's page, operated as its reader does: by the names of what is on it. */
export class AdminDesk {
  readonly person: Person;
  readonly texts: typeof de | typeof en;

  constructor(person: Person, language: 'de' | 'en') {
    this.person = person;
    this.texts = language === 'de' ? de : en;
  }

  get page() {
    return this.person.page;
  }

  get admin() {
    return this.texts.admin;
  }

  /** Fills in the settings form; a sender that the demo server knows. */
  async enter(server: EnteredServer): Promise<void> {
    const { fields, secrets } = this.admin.settings;
    await this.field(fields.host).fill(server.host);
    await this.field(fields.port).fill(String(server.port));
    await this.field(fields.user).fill(server.user);
    await this.field(secrets.password).fill(server.password);
    await this.field(fields.senderName).fill('Verträge');
    await this.field(fields.senderAddress).fill('contracts@customer.example');
  }

  /** A field by its label, with or without the star of required ones. */
  field(label: string) {
    const literal = label.replaceAll(/[()[\]{}.*+?^$|\\]/g, String.raw`\$&`);
    return this.page.getByRole('textbox', { name: new RegExp(`^${literal}(?: \\*)?$`) });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async sees(heading: string): Promise<void> {
    await this.page.getByRole('heading', { name: heading, exact: true }).waitFor();
  }
}

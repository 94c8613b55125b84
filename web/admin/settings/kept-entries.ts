import { passwordAuthentication } from '../../../domain/authentication';
import type { MailServerSettings } from '../../../domain/mail-server-settings';
import { publicTrust } from '../../../domain/server-trust';
import type { MailServer } from '../mail-server';

/** What was entered and not sent yet, kept for this tab: through reloads, a new login, and news that hide the form. */
const placeOf = (organizationId: string): string => `settings-entries:${organizationId}`;

const nothing: MailServerSettings = {
  host: '',
  port: 587,
  security: 'starttls',
  user: '',
  authentication: passwordAuthentication,
  trust: publicTrust,
  senderAddress: '',
  senderName: '',
};

/** What the form begins with: the draft's settings, else the live ones, else nothing. Never a password. */
export function settingsOf({ draft, live }: MailServer): MailServerSettings {
  return draft?.revision.settings ?? live?.revision.settings ?? nothing;
}

export function keepEntries(organizationId: string, settings: MailServerSettings): void {
  sessionStorage.setItem(placeOf(organizationId), JSON.stringify(settings));
}

export function forgetEntries(organizationId: string): void {
  sessionStorage.removeItem(placeOf(organizationId));
}

/** Kept entries that still have every field; null where there are none. */
export function keptEntries(organizationId: string): MailServerSettings | null {
  const text = sessionStorage.getItem(placeOf(organizationId));
  if (text === null) return null;
  const kept: unknown = JSON.parse(text);
  return isSettings(kept) ? kept : null;
}

function isSettings(value: unknown): value is MailServerSettings {
  return (
    typeof value === 'object' && value !== null && Object.keys(nothing).every((name) => Object.hasOwn(value, name))
  );
}

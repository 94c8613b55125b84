import { CatalogueError } from '../../domain/errors';
import { normalizeSettings, settingsFaults, type MailServerSettings } from '../../domain/mail-server-settings';
import { credentialIdFor, executePasswordCommand, keptPassword, liveRevision } from '../password-commands';
import { projectionOf } from '../lifecycle-projection';
import type { Route } from '../route';
import { rotationBody, settingsBody } from '../schemas/command';
import { areCertificates } from '../views/trusted-certificates-view';
import { customCommandRoute } from './command-route';

const submitSettings = customCommandRoute({
  command: 'submitSettings',
  path: 'mail-server/settings',
  summary: 'Submit the settings of the own mail server',
  description:
    'Starts the checks. While the new settings are on their way, the approved ones keep sending. The password may be left out where only the sender’s name differs from the settings that it was entered for.',
  body: settingsBody,
  problems: [
    'SETTINGS_INVALID',
    'PASSWORD_REQUIRED',
    'STALE_REVISION',
    'DRAFT_IN_PROGRESS',
    'PASSWORD_MASKED',
    'CREDENTIAL_UNREADABLE',
    'KEYS_UNAVAILABLE',
  ],
  async execute({ body, state, ...caller }, dependencies) {
    const { organizationId, commandId } = caller;
    const settings = validSettings(body.settings);
    const known = state ?? (await projectionOf(organizationId, dependencies));
    const { lastRevision } = known;
    const credentialId = credentialIdFor(organizationId, commandId);
    // A request about another revision can only be a repetition: its receipt is found, or its revision is refused.
    const isCurrent = body.revision === lastRevision;
    const kept = body.password === undefined && isCurrent ? keptPassword(known, settings) : null;
    const keepsPasswordOf = body.password ? {} : { keepsPasswordOf: kept?.revision ?? 0 };
    const payload = { revision: body.revision, settings, credentialId, ...keepsPasswordOf };
    const request = {
      command: { ...caller, name: 'submitSettings', content: body, payload },
      binding: { organizationId, revision: body.revision + 1, credentialId },
      password: body.password ?? kept,
      current: lastRevision,
      seen: body.revision,
    } as const;
    return executePasswordCommand(request, dependencies);
  },
});

const rotatePassword = customCommandRoute({
  command: 'rotatePassword',
  path: 'mail-server/rotate-password',
  summary: 'Replace the password of the live server',
  description: 'The new password is checked first; the old one keeps sending meanwhile. Needs no new approval.',
  body: rotationBody,
  problems: [
    'STALE_REVISION',
    'NO_LIVE_SERVER',
    'ROTATION_RUNNING',
    'PASSWORD_MASKED',
    'CREDENTIAL_UNREADABLE',
    'KEYS_UNAVAILABLE',
  ],
  async execute({ body, state, ...caller }, dependencies) {
    const { organizationId, commandId } = caller;
    const { revision, password } = body;
    const current = liveRevision(state ?? (await projectionOf(organizationId, dependencies)));
    const credentialId = credentialIdFor(organizationId, commandId);
    const request = {
      command: { ...caller, name: 'rotatePassword', content: body, payload: { revision, credentialId } },
      binding: { organizationId, revision, credentialId },
      password,
      current,
      seen: revision,
    } as const;
    return executePasswordCommand(request, dependencies);
  },
});

export const passwordCommandRoutes: readonly Route[] = [submitSettings, rotatePassword];

/** Throws SETTINGS_INVALID with every faulty field, before anything is stored. */
function validSettings(given: MailServerSettings): MailServerSettings {
  const settings = normalizeSettings(given);
  const faults = settingsFaults(settings).map(({ field, member, code }) => ({
    pointer: member === undefined ? `/settings/${field}` : `/settings/${field}/${member}`,
    code,
  }));
  if (faults.length === 0 && !areCertificates(settings.trust)) {
    faults.push({ pointer: '/settings/trust/certificates', code: 'NOT_A_CERTIFICATE' });
  }
  if (faults.length > 0) throw new CatalogueError('SETTINGS_INVALID', undefined, { faults });
  return settings;
}

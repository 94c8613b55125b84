import { settingsFields, type MailServerSettings, type SettingsField } from '../mail-server-settings';

/** A field that a draft would change. `from` is null where nothing is live yet. */
export interface SettingsChange {
  readonly field: SettingsField;
  readonly from: string | null;
  readonly to: string;
}

/** What differs between the live settings and a draft's, in the order of the form; all fields where nothing is live. */
export function settingsDifference(live: MailServerSettings | null, draft: MailServerSettings): SettingsChange[] {
  return settingsFields.flatMap((field) => {
    const from = live === null ? null : shown(live[field]);
    const to = shown(draft[field]);
    return from === to ? [] : [{ field, from, to }];
  });
}

/** Settings with parts are shown as JSON; normalised ones have their members in one order. */
function shown(value: MailServerSettings[SettingsField]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

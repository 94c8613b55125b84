import { useCallback, useState } from 'react';

import { normalizeSettings, settingsFaults, type MailServerSettings } from '../../../domain/mail-server-settings';
import { faultsOf } from '../../shared/api/failure';
import type { MailServer } from '../mail-server';
import { forgetEntries, keepEntries, keptEntries, settingsOf } from './kept-entries';

export type FaultCode = ReturnType<typeof settingsFaults>[number]['code'] | 'MASKED';

export interface SettingsFormState {
  readonly settings: MailServerSettings;
  readonly password: string;
  /** Whether the form shows entries from before that were never sent. */
  readonly isRestored: boolean;
  readonly change: (changes: Partial<MailServerSettings>) => void;
  readonly setPassword: (password: string) => void;
  readonly discard: () => void;
  /** The fault of a field, or of a part of it, once there was an attempt to send. */
  readonly faultOf: (field: string, member?: string) => FaultCode | undefined;
  /** Shows all faults; true where there are none. */
  readonly validate: () => boolean;
}

/** What is in the settings form. The rules are those of the service itself; its own word comes on top as `refusal`. */
export function useSettingsForm(server: MailServer, refusal: unknown): SettingsFormState {
  const { organizationId } = server;
  const [kept, setKept] = useState(() => keptEntries(organizationId));
  const [settings, setSettings] = useState(() => kept ?? settingsOf(server));
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const faults = settingsFaults(normalizeSettings(settings));

  const change = useCallback(
    (changes: Partial<MailServerSettings>) => {
      setSettings((before) => {
        const after = { ...before, ...changes };
        keepEntries(organizationId, after);
        return after;
      });
    },
    [organizationId],
  );

  return {
    settings,
    password,
    isRestored: kept !== null,
    change,
    setPassword,
    discard() {
      forgetEntries(organizationId);
      setKept(null);
      setSettings(settingsOf(server));
      setTried(false);
    },
    faultOf(field, member) {
      if (!isTried) return undefined;
      if (field === 'password') return passwordFault(password, refusal);
      return faults.find((fault) => fault.field === field && fault.member === member)?.code;
    },
    validate() {
      setTried(true);
      return faults.length === 0 && password !== '';
    },
  };
}

function passwordFault(password: string, refusal: unknown): FaultCode | undefined {
  if (password === '') return 'EMPTY';
  return faultsOf(refusal).some(({ pointer }) => pointer === '/password') ? 'MASKED' : undefined;
}

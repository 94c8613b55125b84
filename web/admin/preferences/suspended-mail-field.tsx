import { NumberInput, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import {
  longestSuspendedWaitHours,
  suspendedMailActions,
  waitingPolicy,
  type SuspendedMailAction,
} from '../../../domain/suspended-mail';
import type { PreferenceFieldProps } from './preferences-form';

/** What is proposed to whoever chooses something else than to wait: long enough to mend most servers. */
const proposedHours = 4;

/** What transactional mail does while the own server is suspended. Leaving it to the platform is always a visible choice. */
export function SuspendedMailField({ preferences, onChange }: PreferenceFieldProps) {
  const { t } = useTranslation();
  const policy = preferences.whileSuspended ?? waitingPolicy;
  const choose = (action: SuspendedMailAction): void => {
    const afterHours = policy.action === 'wait' ? proposedHours : policy.afterHours;
    onChange({ whileSuspended: action === 'wait' ? waitingPolicy : { action, afterHours } });
  };
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('admin.preferences.suspended')}
        description={t('admin.preferences.suspendedHint')}
        value={policy.action}
        onChange={choose}
      >
        <Stack gap="xs" mt="xs">
          {suspendedMailActions.map((action) => (
            <Radio
              key={action}
              value={action}
              label={t(`admin.preferences.suspendedActions.${action}`)}
              description={t(`admin.preferences.suspendedActionHints.${action}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {policy.action !== 'wait' && (
        <NumberInput
          label={t('admin.preferences.afterHours')}
          description={t('admin.preferences.afterHoursHint', { most: longestSuspendedWaitHours })}
          value={policy.afterHours}
          onChange={(hours) => onChange({ whileSuspended: { ...policy, afterHours: Number(hours) } })}
          min={0}
          max={longestSuspendedWaitHours}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          w={220}
          hideControls
        />
      )}
    </Stack>
  );
}

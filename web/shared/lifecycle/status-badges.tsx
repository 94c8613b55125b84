import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { StatusBadge, type Tone } from '../ui/status-badge';

type Statuses = Pick<components['schemas']['Organization'], 'entitlement' | 'draft' | 'live'>;

const draftTones: Readonly<Record<Statuses['draft'], Tone>> = {
  none: 'neutral',
  checking: 'waiting',
  'check-failed': 'bad',
  'awaiting-confirmation': 'waiting',
  'awaiting-review': 'waiting',
  'changes-requested': 'warning',
  rejected: 'bad',
  withdrawn: 'neutral',
  expired: 'neutral',
};

const liveTones: Readonly<Record<Statuses['live'], Tone>> = { none: 'neutral', active: 'good', suspended: 'bad' };

/** Where an organization stands: whether it may, what is on its way, and what sends. */
export function StatusBadges({ statuses: { entitlement, draft, live } }: { readonly statuses: Statuses }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      {(entitlement === 'locked' || (draft === 'none' && live === 'none')) && (
        <StatusBadge tone={entitlement === 'locked' ? 'neutral' : 'waiting'}>
          {t(`lifecycle.entitlement.${entitlement}`)}
        </StatusBadge>
      )}
      {live !== 'none' && <StatusBadge tone={liveTones[live]}>{t(`lifecycle.live.${live}`)}</StatusBadge>}
      {draft !== 'none' && <StatusBadge tone={draftTones[draft]}>{t(`lifecycle.draft.${draft}`)}</StatusBadge>}
    </Group>
  );
}

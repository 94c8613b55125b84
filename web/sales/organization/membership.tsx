import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Organization } from '../../shared/organizations/organizations';
import { FailureAlert } from '../../shared/states/failure-alert';
import { useFormats } from '../../shared/ui/use-formats';
import { useRegister } from '../commands';
import { CloseDialog } from './close-dialog';
import { ProfileDialog } from './profile-dialog';

interface MembershipProps {
  readonly organization: Organization;
  readonly profile: NonNullable<Organization['profile']>;
}

/** Whether the organization is there, what can be changed of it, and the way out or back in. */
export function Membership({ organization: { organizationId, closure }, profile }: MembershipProps) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const [open, setOpen] = useState<'profile' | 'closing' | null>(null);
  const register = useRegister(organizationId);
  if (closure) {
    return (
      <>
        <Text>{t('sales.close.closed', { at: date(closure.at), reason: closure.reason })}</Text>
        <Group>
          <Button variant="default" loading={register.isPending} onClick={() => register.mutate(profile)}>
            {t('sales.close.back')}
          </Button>
        </Group>
        {register.isError && <FailureAlert error={register.error} />}
      </>
    );
  }
  const close = (): void => setOpen(null);
  return (
    <Group>
      <Button variant="default" onClick={() => setOpen('profile')}>
        {t('sales.profile.button')}
      </Button>
      <Button variant="subtle" color="red" onClick={() => setOpen('closing')}>
        {t('sales.close.button')}
      </Button>
      {open === 'profile' && <ProfileDialog organizationId={organizationId} profile={profile} onClose={close} />}
      {open === 'closing' && <CloseDialog organizationId={organizationId} onClose={close} />}
    </Group>
  );
}

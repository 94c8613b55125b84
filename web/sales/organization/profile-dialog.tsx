import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Organization } from '../../shared/organizations/organizations';
import { CommandDialog } from '../../shared/ui/command-dialog';
import { useRegister } from '../commands';
import { ProfileFields } from '../profile-fields';

interface ProfileDialogProps {
  readonly organizationId: string;
  readonly profile: NonNullable<Organization['profile']>;
  readonly onClose: () => void;
}

/** Changes what is known of an organization: its name, who is told what cannot be delivered, and in which language. */
export function ProfileDialog({ organizationId, profile, onClose }: ProfileDialogProps) {
  const { t } = useTranslation();
  const [entries, setEntries] = useState(profile);
  const register = useRegister(organizationId);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      title={t('sales.profile.title')}
      confirm={t('sales.profile.confirm')}
      progress={register}
      onConfirm={() => register.mutate(entries, { onSuccess: onClose })}
    >
      <ProfileFields
        entries={entries}
        onChange={(changes) => setEntries({ ...entries, ...changes })}
        refusal={register.error}
      />
    </CommandDialog>
  );
}

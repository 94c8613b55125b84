import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { useLanguage } from '../../shared/ui/use-language';
import { isLanguage, languages } from '../../texts/languages';
import { useRegister } from '../commands';

interface RegisterDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Makes an organization known, if the product has not done so itself. */
export function RegisterDialog({ isOpen, onClose }: RegisterDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [organizationId, setOrganizationId] = useState('');
  const [name, setName] = useState('');
  const [adminAddress, setAdminAddress] = useState('');
  const [locale, setLocale] = useState(useLanguage());
  const register = useRegister(organizationId);
  return (
    <CommandDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('sales.register.title')}
      confirm={t('sales.register.confirm')}
      progress={register}
      onConfirm={() =>
        register.mutate(
          { name, adminAddress, locale },
          { onSuccess: () => void navigate(`/sales/${encodeURIComponent(organizationId)}`) },
        )
      }
    >
      <TextInput
        label={t('sales.register.id')}
        description={t('sales.register.idText')}
        value={organizationId}
        onChange={(event) => setOrganizationId(event.currentTarget.value.trim())}
        required
        data-autofocus
      />
      <TextInput
        label={t('sales.register.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
      />
      <TextInput
        type="email"
        label={t('sales.register.admin')}
        description={t('sales.register.adminText')}
        value={adminAddress}
        onChange={(event) => setAdminAddress(event.currentTarget.value)}
        required
      />
      <NativeSelect
        label={t('sales.register.locale')}
        data={languages.map((value) => ({ value, label: t(`sales.register.locales.${value}`) }))}
        value={locale}
        onChange={({ currentTarget: { value } }) => isLanguage(value) && setLocale(value)}
      />
    </CommandDialog>
  );
}

import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { isFaulty } from '../shared/api/failure';
import { isLanguage, languages, type Language } from '../texts/languages';

export interface ProfileEntries {
  readonly name: string;
  readonly adminAddress: string;
  readonly locale: Language;
}

interface ProfileFieldsProps {
  readonly entries: ProfileEntries;
  readonly onChange: (changes: Partial<ProfileEntries>) => void;
  readonly refusal: unknown;
}

/** What is known of an organization. */
export function ProfileFields({ entries, onChange, refusal }: ProfileFieldsProps) {
  const { t } = useTranslation();
  const faultOf = (field: keyof ProfileEntries, text: string): string | false => isFaulty(refusal, field) && text;
  return (
    <>
      <TextInput
        label={t('sales.register.name')}
        data-autofocus
        value={entries.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={faultOf('name', t('shared.fillIn'))}
        required
      />
      <TextInput
        type="email"
        label={t('sales.register.admin')}
        description={t('sales.register.adminText')}
        value={entries.adminAddress}
        onChange={(event) => onChange({ adminAddress: event.currentTarget.value })}
        error={faultOf('adminAddress', t('shared.notAnAddress'))}
        required
      />
      <NativeSelect
        label={t('sales.register.locale')}
        data={languages.map((value) => ({ value, label: t(`sales.register.locales.${value}`) }))}
        value={entries.locale}
        onChange={({ currentTarget: { value } }) => isLanguage(value) && onChange({ locale: value })}
      />
    </>
  );
}

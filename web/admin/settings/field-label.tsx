import { useTranslation } from 'react-i18next';

import type { SettingsField } from '../../../domain/mail-server-settings';

/** The name of a field, with a word where a reviewer asked to look at it. */
export function useFieldLabel(marked: readonly SettingsField[]): (field: SettingsField) => string {
  const { t } = useTranslation();
  return (field) => {
    const name = t(`admin.settings.fields.${field}`);
    return marked.includes(field) ? t('admin.settings.markedField', { name }) : name;
  };
}

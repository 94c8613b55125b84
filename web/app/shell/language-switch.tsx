import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { languages } from '../../texts/languages';

const names = { de: 'DE', en: 'EN' } as const;

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('app.language')}
      value={i18n.language}
      onChange={(language) => void i18n.changeLanguage(language)}
      data={languages.map((language) => ({ value: language, label: names[language] }))}
    />
  );
}

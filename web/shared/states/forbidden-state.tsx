import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { EmptyState } from './empty-state';

/** For people who are logged in but have no business here. */
export function ForbiddenState() {
  const { t } = useTranslation();
  return (
    <EmptyState whole icon={Lock} title={t('shared.forbidden.title')}>
      {t('shared.forbidden.text')}
    </EmptyState>
  );
}

import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

import { useMe } from '../shared/api/me';
import { EmptyState } from '../shared/states/empty-state';
import { sectionsFor } from './sections';

/** Leads to the first view of a person's first role. */
export function HomePage() {
  const { t } = useTranslation();
  const first = sectionsFor(useMe())[0]?.links[0];
  if (first) return <Navigate to={first.to} replace />;
  return (
    <EmptyState whole icon={Compass} title={t('app.nothingForYou.title')}>
      {t('app.nothingForYou.text')}
    </EmptyState>
  );
}

import { Anchor } from '@mantine/core';
import { SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState } from '../shared/states/empty-state';

export function NotFoundPage() {
  const { t } = useTranslation();
  const home = (
    <Anchor component={Link} to="/">
      {t('app.toStart')}
    </Anchor>
  );
  return (
    <EmptyState whole icon={SearchX} title={t('app.notFound.title')} action={home}>
      {t('app.notFound.text')}
    </EmptyState>
  );
}

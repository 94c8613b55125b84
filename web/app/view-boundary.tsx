import { Button } from '@mantine/core';
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { EmptyState } from '../shared/states/empty-state';

/** Keeps the frame standing when a view breaks; the next address begins anew. */
export function ViewBoundary({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  return <Boundary key={pathname}>{children}</Boundary>;
}

interface BoundaryState {
  readonly isBroken: boolean;
}

class Boundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { isBroken: false };

  static getDerivedStateFromError(): BoundaryState {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? <PageFailure /> : this.props.children;
  }
}

/** When a view itself breaks, or its files are gone because a new version was deployed: loading the page mends both. */
function PageFailure() {
  const { t } = useTranslation();
  const reload = (
    <Button leftSection={<RefreshCw size={16} aria-hidden />} onClick={() => window.location.reload()}>
      {t('app.pageFailure.reload')}
    </Button>
  );
  return (
    <div role="alert">
      <EmptyState whole icon={TriangleAlert} title={t('app.pageFailure.title')} action={reload}>
        {t('app.pageFailure.text')}
      </EmptyState>
    </div>
  );
}

import { lazy, Suspense } from 'react';

import { LoadingState } from '../../shared/states/loading-state';
import type { SettingsFormProps } from './settings-form';

const SettingsForm = lazy(async () => ({ default: (await import('./settings-form')).SettingsForm }));

/** The form for those who fill it in: its code comes with it, and its place is kept. */
export function LazySettingsForm(props: SettingsFormProps) {
  return (
    <Suspense fallback={<LoadingState heights={[46]} />}>
      <SettingsForm {...props} />
    </Suspense>
  );
}

import { lazy, Suspense, type ComponentType, type ReactElement } from 'react';

import { LoadingState } from './states/loading-state';

/** A view whose code comes when it is looked at for the first time; until then its place is kept. */
export function view(load: () => Promise<ComponentType>): ReactElement {
  const View = lazy(async () => ({ default: await load() }));
  return (
    <Suspense fallback={<LoadingState />}>
      <View />
    </Suspense>
  );
}

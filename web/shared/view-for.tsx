import { lazy, Suspense, type ComponentType, type ReactElement } from 'react';

import { loadRoleTexts } from '../texts/load-role-texts';
import type { RoleTexts } from '../texts/text-loaders';
import { LoadingState } from './states/loading-state';

/** A view whose code comes with its texts when it is looked at for the first time; until then its place is kept. */
export function viewFor(role: RoleTexts): (load: () => Promise<ComponentType>) => ReactElement {
  return (load) => {
    const View = lazy(async () => {
      const [view] = await Promise.all([load(), loadRoleTexts(role)]);
      return { default: view };
    });
    return (
      <Suspense fallback={<LoadingState />}>
        <View />
      </Suspense>
    );
  };
}

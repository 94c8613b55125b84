import { Outlet } from 'react-router';

import { useMe, type Role } from './api/me';
import { ForbiddenState } from './states/forbidden-state';

/** Views for people of one role. The API decides; this only spares others a view full of refusals. */
export function ForRole({ needed }: { readonly needed: Role }) {
  return useMe().roles.includes(needed) ? <Outlet /> : <ForbiddenState />;
}

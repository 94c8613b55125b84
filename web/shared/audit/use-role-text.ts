import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { roles, systemParts } from '../../../domain/actor';

type Actor = components['schemas']['Actor'];

/** As whom somebody acted: their role, or the part of the service, in words; as it is called elsewhere if unknown here. */
export function useRoleText(): (actor: Pick<Actor, 'kind' | 'role'>) => string {
  const { t } = useTranslation();
  return ({ kind, role }) => {
    const part = systemParts.find((each) => each === role);
    if (kind === 'system') return part === undefined ? role : t(`audit.parts.${part}`);
    const known = roles.find((each) => each === role);
    return known === undefined ? role : t(`app.roles.${known}`);
  };
}

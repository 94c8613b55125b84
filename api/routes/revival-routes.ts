import { CatalogueError } from '../../domain/errors';
import { carriedOver, type TrailMarks } from '../../domain/lifecycle/revival-rules';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { executeCommand } from '../commands';
import type { ApiDependencies } from '../dependencies';
import { projectionOf } from '../lifecycle-projection';
import type { Route } from '../route';
import { reasonBody } from '../schemas/command';
import { customCommandRoute } from './command-route';

const reviveLifecycle = customCommandRoute({
  command: 'reviveLifecycle',
  path: 'lifecycle/revive',
  tag: 'Organizations',
  summary: 'Let a lifecycle go on that was lost or ended by somebody',
  description:
    'From the projection, as long as the audit trail bears it out. What was under way (a check, say) is begun again. A lifecycle that runs is left alone.',
  body: reasonBody,
  problems: ['LIFECYCLE_RUNNING', 'LIFECYCLE_DOUBTFUL', 'ORGANIZATION_UNKNOWN'],
  async execute({ body, state: _state, ...request }, dependencies) {
    const projection = await projectionOf(request.organizationId, dependencies);
    const carried = carriedOver(projection, await trailMarks(projection, dependencies));
    if (carried === null) throw new CatalogueError('LIFECYCLE_DOUBTFUL');
    const given = { name: 'reviveLifecycle', content: body, payload: body, startingPoint: { carried } } as const;
    return executeCommand({ ...request, ...given }, dependencies);
  },
});

export const revivalRoutes: readonly Route[] = [reviveLifecycle];

async function trailMarks(
  { organizationId, version }: LifecycleState,
  { lifecycles }: Pick<ApiDependencies, 'lifecycles'>,
): Promise<TrailMarks> {
  const [[end = null], [atProjection = null]] = await Promise.all([
    lifecycles.auditTrail(organizationId, { limit: 1 }),
    lifecycles.auditTrail(organizationId, { limit: 1, after: { value: version + 1, id: '' } }),
  ]);
  return { end, atProjection };
}

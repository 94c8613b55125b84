import type { TemporalUi } from './dependencies';

/** The page of a workflow in the Temporal UI, its newest run; null where the deployment names no UI. */
export function workflowPage(ui: TemporalUi | null, workflowId: string): string | null {
  return ui && `${workflowList(ui)}/${encodeURIComponent(workflowId)}`;
}

/** All workflows of an organization in the Temporal UI; null where the deployment names no UI. */
export function workflowSearch(ui: TemporalUi | null, organizationId: string): string | null {
  return ui && `${workflowList(ui)}?query=${encodeURIComponent(`OrganizationId="${organizationId}"`)}`;
}

function workflowList({ url, namespace }: TemporalUi): string {
  return `${url}/namespaces/${encodeURIComponent(namespace)}/workflows`;
}

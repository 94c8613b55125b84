import type { ApiDependencies } from '../dependencies';
import { openApiDocument } from '../openapi';
import { errorsPage } from '../pages/errors-page';
import { referencePage } from '../pages/reference-page';
import { styleSheet } from '../pages/style-sheet';
import { publicRoute, type RenderedReply, type Route } from '../route';

/** Pages change with a deployment only, so that browsers may keep them for a while. */
const cacheHeaders = { 'Cache-Control': 'public, max-age=300' };

interface Page {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly contentType: string;
  readonly render: (dependencies: ApiDependencies, routes: readonly Route[]) => string;
}

const pages: readonly Page[] = [
  {
    path: '/openapi.json',
    operationId: 'getOpenApiDocument',
    summary: 'This description, as OpenAPI 3.1',
    contentType: 'application/json',
    render: ({ settings }, routes) => JSON.stringify(openApiDocument(routes, settings)),
  },
  {
    path: '/docs',
    operationId: 'getReferencePage',
    summary: 'This description, to be read by people',
    contentType: 'text/html',
    render: ({ settings }, routes) => referencePage(openApiDocument(routes, settings)),
  },
  {
    path: '/docs/errors',
    operationId: 'getErrorsPage',
    summary: 'What every error code means, and what to do',
    contentType: 'text/html',
    render: () => errorsPage(),
  },
  {
    path: '/docs/style.css',
    operationId: 'getStyleSheet',
    summary: 'The style of these pages',
    contentType: 'text/css',
    render: () => styleSheet,
  },
];

/** The pages describe the whole table, themselves among it, so that they are told of it when they are asked for. */
export function documentationRoutes(allRoutes: () => readonly Route[]): readonly Route[] {
  return pages.map((page) => pageRoute(page, allRoutes));
}

function pageRoute(
  { path, operationId, summary, contentType, render }: Page,
  allRoutes: () => readonly Route[],
): Route {
  const rendered = new WeakMap<ApiDependencies, string>();
  return publicRoute({
    method: 'get',
    path,
    operationId,
    tag: 'Service',
    summary,
    response: { status: 200, description: summary, contentTypes: [contentType], schema: null },
    problems: [],
    async handle(dependencies): Promise<RenderedReply> {
      const body = rendered.get(dependencies) ?? render(dependencies, allRoutes());
      rendered.set(dependencies, body);
      return { body, contentType, headers: cacheHeaders };
    },
  });
}

import { z } from 'zod';

import { CatalogueError, isErrorCode } from '../../domain/errors';
import type { ApiDependencies } from '../dependencies';
import { openApiDocument } from '../openapi';
import { errorPage } from '../pages/error-page';
import { errorsPage } from '../pages/errors-page';
import { referencePage } from '../pages/reference-page';
import { styleSheet } from '../pages/style-sheet';
import { browserRoute, publicRoute, type RenderedReply, type Route } from '../route';

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
  return [...pages.map((page) => pageRoute(page, allRoutes)), getErrorPage];
}

const getErrorPage = browserRoute({
  method: 'get',
  path: '/docs/errors/:code',
  operationId: 'getErrorPage',
  tag: 'Service',
  summary: 'What one error code means, and what to do',
  description: 'The `type` of every problem leads here.',
  request: z.object({ params: z.object({ code: z.string().meta({ examples: ['STALE_REVISION'] }) }) }),
  response: { status: 200, description: 'The page', contentTypes: ['text/html'], schema: null },
  problems: ['NOT_FOUND'],
  async handle({ params: { code } }): Promise<RenderedReply> {
    if (!isErrorCode(code)) throw new CatalogueError('NOT_FOUND');
    return { body: errorPage(code), contentType: 'text/html', headers: cacheHeaders };
  },
});

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
